"""A story without headline, byline or text cannot be published on any path, and each path says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.articles.models.story import IncompleteStoryError
from tests import world
from tests.articles.newsroom import add_url, as_, edit_url, person, review_url, story_form, told

pytestmark = pytest.mark.django_db

NO_BYLINE = "A story without a byline cannot be published"


@pytest.fixture
def section():
    world.paper("Politics")
    return world.section("Politics")


@pytest.fixture
def editor(section):
    return as_(person(Role.EDITOR))


def test_a_draft_may_lack_byline_and_text(section, editor):
    response = editor.post(add_url(section), story_form(authors=[], text=""))
    assert response.status_code == 302
    assert not Story.objects.get().live


def test_a_draft_of_a_live_story_may_lack_its_byline_again_and_again(section, editor):
    story = world.story(section)
    for _ in range(2):
        assert editor.post(edit_url(story), story_form(authors=[], text="")).status_code == 302
    assert Story.objects.get().bylines.count() == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [({"authors": []}, NO_BYLINE), ({"text": ""}, "This field is required"), ({"title": ""}, "This field is required")],
)
@pytest.mark.parametrize("button", ["publish", "submit"])
def test_the_form_says_what_is_missing(section, editor, button, form, words):
    response = editor.post(add_url(section), story_form(action=button, **form))
    assert words in response.content.decode()
    assert not Story.objects.exists()


def test_a_form_without_a_byline_cannot_schedule_either(section, editor):
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    response = editor.post(add_url(section), story_form(authors=[], go_live_at=tomorrow, action="publish"))
    assert NO_BYLINE in response.content.decode()


def test_approval_is_refused_in_words_and_the_story_stays_in_review(section, editor):
    story = world.story(section, "Nobody’s story", live=False, authors=())
    story.get_workflow().start(story, person(Role.REPORTER))
    response = editor.post(review_url(Story.objects.get(), "approve"), follow=True)
    assert f"“Nobody’s story” was not published. {NO_BYLINE}" in told(response)
    story = Story.objects.get()
    assert (story.live, story.workflow_in_progress) == (False, True)


def test_approval_by_dialogue_is_refused_with_the_json_that_wagtail_expects(section, editor):
    story = world.story(section, live=False, authors=())
    story.get_workflow().start(story, person(Role.REPORTER))
    response = editor.post(
        review_url(Story.objects.get(), "approve"), {"comment": "Go"}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.json() == {"step": "success", "redirect": edit_url(story)}


def test_publishing_in_bulk_publishes_all_or_says_which_is_not_whole(section, editor):
    whole = world.story(section, live=False)
    broken = world.story(section, "Nobody’s story", live=False, authors=())
    listing = reverse("wagtailadmin_explore", args=[section.pk])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{url}?id={whole.pk}&id={broken.pk}&next={listing}", follow=True)
    assert response.redirect_chain[0][0] == listing
    assert "“Nobody’s story” was not published" in told(response)
    assert not Story.objects.live().exists()


def test_scheduling_by_command_is_refused_and_nothing_is_due(section):
    story = world.story(section, live=False, authors=())
    story.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(IncompleteStoryError):
        story.save_revision().publish()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_scheduling_a_change_of_a_live_story_is_refused_too(section):
    story = world.story(section)
    story.bylines = []
    story.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(IncompleteStoryError):
        story.save_revision().publish()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize("fields", [{"authors": ()}, {"body": [("paragraph", world.RichText("<p> </p>"))]}])
def test_publishing_by_code_raises_with_the_reason(section, fields):
    with pytest.raises(ValidationError, match="cannot be published"):
        world.story(section, **fields)
    assert not Story.objects.live().exists()


def test_saving_a_story_live_without_a_byline_raises(section):
    story = world.story(section, live=False, authors=())
    story.live = True
    with pytest.raises(ValidationError, match=NO_BYLINE):
        story.save()
