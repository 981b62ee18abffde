"""A story's life in the desk: times, copies, previews, comparisons, history."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.test.utils.form_data import inline_formset

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Author, Correction, Paper, Story
from tests import world
from tests.articles.newsroom import add_url, as_, edit_url, person, story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    world.paper("Politics", "Sports")
    return world.section("Politics")


@pytest.fixture
def desk(section):
    return as_(person(Role.EDITOR))


def publish(desk, story: Story | None = None, **fields) -> Story:
    """Press “Publish” in the form of a story, or of a new one."""
    if story is None:
        desk.post(add_url(world.section("Politics")), story_form(action="publish", **fields))
        return Story.objects.get()
    own = story.bylines.get()
    rows = inline_formset([{"id": own.pk, "author": own.author_id, "ORDER": 1}], initial=1)
    response = desk.post(edit_url(story), story_form(action="publish", bylines=rows, **fields))
    assert response.status_code == 302
    return Story.objects.get()


def test_publishing_again_with_other_text_shows_an_update(desk):
    story = publish(desk)
    assert (story.published_at is not None, story.updated_at) == (True, None)
    again = publish(desk, story, text="<p>It was not.</p>")
    assert again.updated_at > again.published_at == story.published_at


def test_publishing_the_same_text_again_shows_none(desk):
    story = publish(desk)
    assert publish(desk, story, kicker="Council").updated_at is None


def test_a_small_change_is_published_quietly_once(desk):
    story = publish(desk)
    quiet = publish(desk, story, text="<p>It is.</p>", quiet="on")
    assert (quiet.updated_at, quiet.quiet) == (None, False)
    assert publish(desk, quiet, text="<p>It will be.</p>").updated_at is not None


def test_a_copy_has_no_times_and_no_corrections_of_its_original(desk):
    story = publish(desk)
    story = publish(desk, story, text="<p>It was not.</p>")
    story.corrections.add(Correction(text="Nine, not ten."))
    story.save()
    copy = story.copy(to=world.section("Sports"), update_attrs={"slug": "copy"}, keep_live=False)
    assert (copy.published_at, copy.updated_at, copy.corrections.count()) == (None, None, 0)
    assert copy.section == world.section("Sports")
    assert copy.bylines.count() == 1


def test_an_alias_is_the_same_story_with_the_same_times_in_another_section(desk):
    story = publish(desk)
    story = publish(desk, story, text="<p>It was not.</p>")
    alias = story.create_alias(parent=world.section("Sports"), update_slug="alias")
    assert (alias.published_at, alias.updated_at) == (story.published_at, story.updated_at)
    assert alias.section == world.section("Sports")


def preview(desk, section, **fields) -> str:
    """The page that the preview of a story that was never saved shows."""
    url = reverse("wagtailadmin_pages:preview_on_add", args=["broadsheet_articles", "story", section.pk])
    assert desk.post(url, story_form(**fields)).json()["is_valid"]
    return desk.get(url, {"in_preview_panel": "true", "mode": ""}).content.decode()


def test_the_preview_shows_what_was_never_saved(desk, section):
    topics = inline_formset([{"topic": world.topic("Harbour").pk}])
    corrections = inline_formset([{"date": "2026-01-02 10:00", "text": "Nine, not ten."}])
    page = preview(desk, section, authors=[world.author("Bo Writer")], story_topics=topics, corrections=corrections)
    for words in ("Council votes", "The vote was close.", "It was.", "Bo Writer", "Harbour", "Nine, not ten."):
        assert words in page
    assert not Story.objects.exists()


def test_two_versions_can_be_compared(desk):
    story = publish(desk)
    publish(desk, story, text="<p>It was not.</p>")
    first, second = Story.objects.get().revisions.order_by("pk").values_list("pk", flat=True)
    page = desk.get(reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, first, second]))
    assert 'class="comparison__child-object' in page.content.decode() or "deletion" in page.content.decode()


def test_changes_of_stories_authors_and_the_paper_are_in_the_site_history(section):
    publisher = as_(person(Role.PUBLISHER))
    publish(publisher)
    author = {"name": "Bo Writer", "slug": "bo-writer"}
    publisher.post(reverse("wagtailsnippets_broadsheet_articles_author:add"), {**author, "bio": "null"})
    site = Paper.objects.get().site_id
    url = reverse("wagtailsettings:edit", args=["broadsheet_articles", "paper", site])
    empty = {f"{field}-count": "0" for field in ("menu", "follow", "footer")}
    paper = {"name": "The Harbour Courier", "accent": "#123456", "typeface": "newsreader", "feed_text": "full"}
    publisher.post(url, {**paper, **empty})
    assert Paper.objects.get().name == "The Harbour Courier"
    assert Author.objects.filter(slug="bo-writer").exists()
    assert PageLogEntry.objects.filter(action="wagtail.publish").exists()
    assert set(ModelLogEntry.objects.values_list("action", "content_type__model")) >= {
        ("wagtail.create", "author"),
        ("wagtail.edit", "paper"),
    }
    report = publisher.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    for words in ("Council votes", "Bo Writer", "The Harbour Courier"):
        assert words in report


def test_the_preview_may_be_framed_by_the_desk(desk, section):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["broadsheet_articles", "story", section.pk])
    desk.post(url, story_form())
    headers = desk.get(url, {"in_preview_panel": "true", "mode": ""}).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
