"""What each role can do and cannot, through the desk's own views."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Workflow

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role, found_roles
from broadsheet.articles.models import Front, Paper, Story
from tests import world
from tests.articles.newsroom import add_url, as_, edit_url, person, review_url, story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def front() -> Front:
    return world.paper("Politics", "Sports")


def status(user: User, url: str) -> int:
    """The status of a page of the desk; Wagtail answers a refusal with a way back to its first page."""
    response = as_(user).get(url)
    return 403 if response.status_code == 302 and response.url == reverse("wagtailadmin_home") else response.status_code


def test_wagtails_own_groups_and_workflow_are_gone(front):
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Editor", "Moderator", "Publisher", "Reporter"]
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Editor’s desk"]


def test_founding_the_roles_twice_changes_nothing(front):
    before = [group.permissions.count() for group in Group.objects.order_by("name")]
    found_roles()
    assert [group.permissions.count() for group in Group.objects.order_by("name")] == before


def test_a_reporter_writes_a_story_and_cannot_publish_it(front):
    reporter = person(Role.REPORTER)
    response = as_(reporter).post(add_url(world.section("Politics")), story_form(action="publish"))
    assert response.status_code == 302
    story = Story.objects.get()
    assert (story.live, story.owner) == (False, reporter)


def test_a_reporter_submits_and_an_editor_approves_which_publishes(front, mailoutbox):
    reporter, editor = person(Role.REPORTER), person(Role.EDITOR)
    as_(reporter).post(add_url(world.section("Politics")), story_form(action="submit"))
    story = Story.objects.get()
    assert story.workflow_in_progress
    assert [mail.to for mail in mailoutbox] == [[editor.email]]
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[story.pk, "approve", story.current_workflow_task_state.pk]
    )
    as_(editor).post(url)
    assert Story.objects.get().live
    assert [mail.to for mail in mailoutbox][1:] == [[reporter.email]]


def test_an_editor_sends_a_story_back_with_a_comment(front, mailoutbox):
    reporter, editor = person(Role.REPORTER), person(Role.EDITOR)
    as_(reporter).post(add_url(world.section("Politics")), story_form(action="submit"))
    story = Story.objects.get()
    url = review_url(story, "reject")
    as_(editor).post(url, {"comment": "Who counted?"})
    story = Story.objects.get()
    assert not story.live
    assert story.current_workflow_state.status == "needs_changes"
    assert "Who counted?" in mailoutbox[-1].body


def test_a_reporter_cannot_approve(front):
    reporter = person(Role.REPORTER)
    as_(reporter).post(add_url(world.section("Politics")), story_form(action="submit"))
    story = Story.objects.get()
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[story.pk, "approve", story.current_workflow_task_state.pk]
    )
    as_(reporter).post(url)
    assert not Story.objects.get().live


def test_a_reporter_edits_the_stories_of_colleagues_but_deletes_only_own_drafts(front):
    reporter, colleague = person(Role.REPORTER), person(Role.REPORTER, "colleague")
    draft = world.story(world.section("Politics"), live=False, owner=colleague)
    delete = reverse("wagtailadmin_pages:delete", args=[draft.pk])
    assert status(reporter, edit_url(draft)) == 200
    assert status(reporter, delete) == 403
    assert status(colleague, delete) == 200


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves picture files open
def test_a_reporter_uploads_pictures_and_leaves_those_of_others_alone(front):
    reporter = person(Role.REPORTER)
    own, other = world.image(uploaded_by_user=reporter), world.image()
    assert status(reporter, reverse("wagtailimages:add")) == 200
    assert status(reporter, reverse("wagtailimages:edit", args=[own.pk])) == 200
    assert status(reporter, reverse("wagtailimages:edit", args=[other.pk])) == 403


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PUBLISHER])
def test_only_those_who_may_publish_curate_fronts_and_found_sections(front, role):
    user = person(role)
    politics = world.section("Politics")
    expected = 403 if role is Role.REPORTER else 200
    assert status(user, edit_url(front)) == expected
    assert status(user, edit_url(politics)) == expected
    for parent in (front, politics):
        url = reverse("wagtailadmin_pages:add", args=["broadsheet_articles", "section", parent.pk])
        assert status(user, url) == expected


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PUBLISHER])
def test_editors_and_publishers_keep_redirects(front, role):
    expected = 403 if role is Role.REPORTER else 200
    assert status(person(role), reverse("wagtailredirects:add")) == expected


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PUBLISHER])
def test_only_the_publisher_keeps_people_and_the_paper(front, role):
    user = person(role)
    expected = 200 if role is Role.PUBLISHER else 403
    paper = reverse("wagtailsettings:edit", args=["broadsheet_articles", "paper", Paper.objects.get().site_id])
    assert status(user, reverse("wagtailusers_users:index")) == expected
    assert status(user, reverse("wagtailusers_users:add")) == expected
    assert status(user, paper) == expected


def test_an_editor_publishes_unpublishes_and_locks(front):
    editor = person(Role.EDITOR)
    client = as_(editor)
    client.post(add_url(world.section("Politics")), story_form(action="publish"))
    story = Story.objects.get()
    assert story.live
    client.post(reverse("wagtailadmin_pages:lock", args=[story.pk]))
    assert Story.objects.get().locked
    client.post(reverse("wagtailadmin_pages:unlock", args=[story.pk]))
    client.post(reverse("wagtailadmin_pages:unpublish", args=[story.pk]))
    assert not Story.objects.get().live


def test_a_publisher_appoints_but_makes_no_administrators(front):
    publisher = person(Role.PUBLISHER)
    role = Group.objects.get(name=Role.EDITOR)
    form = {
        "email": "new@example.org",
        "first_name": "New",
        "last_name": "Editor",
        "password1": "quite long a secret",
        "password2": "quite long a secret",
        "groups": [role.pk],
        "is_superuser": "on",
    }
    as_(publisher).post(reverse("wagtailusers_users:add"), form)
    new = User.objects.get(email="new@example.org")
    assert not new.is_superuser
    assert list(new.groups.all()) == [role]


def test_a_publisher_cannot_touch_an_administrator(front):
    boss = User.objects.create_superuser("boss@example.org", "a long password")
    publisher = person(Role.PUBLISHER)
    assert status(publisher, reverse("wagtailusers_users:edit", args=[boss.pk])) == 403
    assert status(publisher, reverse("wagtailusers_users:delete", args=[boss.pk])) == 403
