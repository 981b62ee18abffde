"""The proof at the desk: told after a publication, kept for later, for those who may edit the story."""

from __future__ import annotations

import queue
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.front.models import Act, Proof
from broadsheet.front.proof import after
from tests import world
from tests.articles.newsroom import add_url, as_, person, story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    world.paper("Politics")
    return world.story(world.section("Politics"), "Bridge opens")


@pytest.fixture
def waiting(monkeypatch) -> queue.Queue:
    """This process proves what it publishes, some time."""
    found: queue.Queue = queue.Queue()
    monkeypatch.setattr(after, "_waiting", found)
    monkeypatch.setattr(after, "_work", lambda waiting: None)
    return found


@pytest.fixture
def editor(story) -> Client:
    return as_(person(Role.EDITOR))


def url(story: Story, question: str = "") -> str:
    return reverse("desk_proof", args=[story.pk]) + question


def proof(story: Story, *faults: str, **fields) -> Proof:
    lines = [
        {"name": f"Place {n}", "path": f"/{n}/", "ms": 40.2 + n, "fault": fault, "through_edge": True}
        for n, fault in enumerate(faults)
    ]
    now = timezone.now()
    return Proof.objects.create(
        **{"story": story, "act": Act.PUBLISH, "committed_at": now, "finished_at": now, "lines": lines, **fields}
    )


def test_each_place_is_told_with_its_time(story, editor):
    proof(story, "", "")
    page = editor.get(url(story)).content.decode()
    assert "Readers find it as it should be in all 2 places, the last after 41 ms." in page
    assert "visible in 40 ms" in page
    assert 'data-state="visible"' in page


def test_a_place_that_is_wrong_is_told_with_what_was_expected(story, editor):
    proof(story, "", "expected the words “<b>”, which are not there")
    page = editor.get(url(story, "?part=1")).content.decode()
    assert "In 1 of 2 places readers find something else." in page
    assert "expected the words “&lt;b&gt;”, which are not there" in page
    assert 'data-state="faulty"' in page
    assert "<html" not in page


def test_where_nothing_could_be_read_the_reason_is_told(story, editor):
    proof(story, trouble="No server answers: somewhere.")
    assert "No server answers: somewhere." in editor.get(url(story)).content.decode()


def test_before_the_first_proof_and_after_one_that_was_cut_off(story, editor):
    assert "No publication of this story was read back yet" in editor.get(url(story)).content.decode()
    proof(story, finished_at=None, committed_at=timezone.now() - timedelta(hours=1))
    assert "was cut off" in editor.get(url(story)).content.decode()


def test_an_older_proof_does_not_stand_for_a_newer_publication(story, editor, waiting):
    proof(story, "", committed_at=timezone.now() - timedelta(hours=1))
    now = timezone.now().timestamp()
    assert 'data-state="running"' in editor.get(url(story, f"?part=1&after={now}")).content.decode()
    assert 'data-state="none"' in editor.get(url(story, f"?part=1&after={now - 60}")).content.decode()
    for nonsense in ("x", "nan", "1e99", "-1e99"):
        assert 'data-state="' in editor.get(url(story, f"?part=1&after={nonsense}")).content.decode()


def test_it_can_be_asked_for_anew(story, editor, waiting):
    answer = editor.post(url(story))
    assert answer.status_code == 302
    assert waiting.get_nowait().act == Act.ASK


def test_where_the_paper_is_not_served_it_cannot_be_asked_for_and_says_so(story, editor):
    page = editor.post(url(story), follow=True).content.decode()
    assert "This can be done where the paper is served by `broadsheet serve`." in page


def test_only_who_may_edit_the_story_sees_it(story, client):
    assert client.get(url(story)).status_code == 302
    assert as_(person(Role.REPORTER, "colleague")).get(url(story)).status_code == 200
    stranger = as_(User.objects.create_user("stranger@example.org", "a long password"))
    assert stranger.get(url(story)).status_code in (302, 403)


def test_an_unknown_story_is_404(editor):
    for number in (4711, 2**70):
        assert editor.get(f"/desk/proof/{number}/").status_code == 404


def test_after_publishing_the_desk_says_that_it_is_being_read_back(story, editor, waiting):
    form = story_form("Council votes", action="publish")
    page = editor.post(add_url(world.section("Politics")), form, follow=True).content.decode()
    new = Story.objects.get(title="Council votes")
    assert f'data-proof="{url(new)}?part=1&amp;after=' in page
    assert "Reading back what readers find" in page


@pytest.mark.parametrize(("button", "told"), [("approve", True), ("reject", False)])
def test_after_an_approval_that_publishes_the_desk_says_so_too(story, editor, waiting, button, told):
    reporter, where = as_(person(Role.REPORTER)), add_url(world.section("Politics"))
    reporter.post(where, story_form("Council votes", action="submit"))
    new = Story.objects.get(draft_title="Council votes")
    second = [world.author("Grace Hopper")]  # the first is on the story already
    form = story_form("Council votes", action="workflow-action", authors=second, **{"workflow-action-name": button})
    page = editor.post(reverse("wagtailadmin_pages:edit", args=[new.pk]), form, follow=True).content.decode()
    new.refresh_from_db()
    assert new.live == told
    assert (f'data-proof="{url(new)}?part=1&amp;after=' in page) == told


def test_where_nothing_is_proved_publishing_says_nothing_of_it(story, editor):
    form = story_form("Council votes", action="publish")
    page = editor.post(add_url(world.section("Politics")), form, follow=True).content.decode()
    assert Story.objects.get(title="Council votes").live
    assert "data-proof=" not in page


def test_the_editor_of_a_story_leads_to_it(story, editor):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert url(story) in page
    assert "desk/proof.js" in page
