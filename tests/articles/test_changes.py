"""What each kind of write touches, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from broadsheet.articles import tags
from broadsheet.articles.models import Byline, Correction, InfoPage, Paper, Section, Story, StoryTopic
from broadsheet.edge.models import Generation
from broadsheet.edge.tags import bumped
from tests import world

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)


@contextmanager
def bumps() -> Iterator[set[str]]:
    """The tags that are bumped inside, filled in at the end."""
    connection.bumped.clear()
    found: set[str] = set()
    yield found
    found |= bumped()


@pytest.fixture
def story() -> Story:
    """A live story by Ada on one topic, in Politics, of March 2026, beside another one of that month."""
    world.paper("Politics", "Sports")
    world.story(world.section("Sports"), at=AT - timedelta(days=1), authors=(world.author("Ben"),))
    return world.story(world.section("Politics"), "Bridge opens", slug="bridge", at=AT, topics=("Harbour",))


def lists(story: Story) -> set[str]:
    """The lists in which `story` stands."""
    return {
        tags.STORIES,
        tags.SITEMAP_PAGES,
        tags.month(AT),
        tags.translations(story.pk),
        tags.section(story.section_id),
        *(tags.author_stories(row.author_id) for row in story.bylines.all()),
        *(tags.topic_stories(row.topic_id) for row in story.story_topics.all()),
    }


def looks(story: Story) -> set[str]:
    return {tags.story(story.pk), tags.sitemap(AT)}


def path(story: Story) -> str:
    return tags.address(story.url)


def edit(story: Story, **fields: object) -> Story:
    """Publish `story` anew with `fields`, as the desk does."""
    draft = story.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return Story.objects.get(pk=story.pk)


def test_a_draft_touches_nothing(story):
    with bumps() as found:
        draft = world.story(world.section("Politics"), live=False)
        draft.title = "Another headline"
        draft.save_revision()
        changed = story.get_latest_revision_as_object()
        changed.title = "Not yet"
        changed.save_revision()
    assert found == set()


def test_a_story_that_is_published_touches_its_lists_and_its_address(story):
    draft = world.story(world.section("Politics"), live=False, topics=("Harbour",))
    draft.first_published_at = AT
    draft.save()
    revision = draft.save_revision()
    with bumps() as found:
        revision.publish()
    assert found == lists(draft) | looks(draft) | {path(draft)}


def test_the_first_story_of_a_month_touches_the_months(story):
    with bumps() as found:
        world.story(world.section("Sports"), at=AT - timedelta(days=90), authors=(world.author("Ben"),))
    assert {tags.MONTHS, "month:2025-12", "sitemap:2025-12"} <= found


def test_an_edit_touches_the_story_and_none_of_its_lists(story):
    with bumps() as found:
        edit(story, title="Bridge is open", body=[("paragraph", RichText("<p>Other words.</p>"))])
    assert found == looks(story)


@pytest.mark.parametrize("how", ["specific", "plain"])
def test_a_story_that_is_unpublished_touches_its_lists(story, how):
    with bumps() as found:
        (story if how == "specific" else Page.objects.get(pk=story.pk)).unpublish()
    assert found == lists(story) | looks(story) | {path(story), tags.MONTHS}


def test_a_story_that_is_deleted_touches_its_lists(story):
    expected = lists(story) | looks(story) | {path(story), tags.MONTHS}
    with bumps() as found:
        Page.objects.get(pk=story.pk).delete()
    assert found >= expected
    assert tags.section(world.section("Sports").pk) not in found


def test_a_move_touches_both_sections_and_no_other_list(story):
    with bumps() as found:
        Page.objects.get(pk=story.pk).move(world.section("Sports"), "last-child")
    moved = Story.objects.get(pk=story.pk)
    sections = {tags.section(story.section_id), tags.section(moved.section_id)}
    addresses = {path(story), path(moved), tags.REDIRECTS}
    assert moved.section_id == world.section("Sports").pk
    assert found == looks(story) | sections | addresses


def test_a_changed_slug_touches_the_story_and_both_addresses(story):
    with bumps() as found:
        after = edit(story, slug="other")
    assert found == looks(story) | {path(story), path(after), tags.REDIRECTS}


def test_a_changed_author_touches_the_lists_of_both(story):
    ada, ben = world.author("Ada Reporter"), world.author("Ben")
    with bumps() as found:
        edit(story, bylines=[Byline(author=ben)])
    assert found == looks(story) | {tags.author_stories(ada.pk), tags.author_stories(ben.pk), tags.SITEMAP_PAGES}


def test_a_topic_that_is_added_touches_its_list(story):
    fire = world.topic("Fire")
    with bumps() as found:
        edit(story, story_topics=[*story.story_topics.all(), StoryTopic(topic=fire)])
    assert found == looks(story) | {tags.topic_stories(fire.pk), tags.SITEMAP_PAGES}


def test_a_correction_touches_the_story_and_the_corrections(story):
    with bumps() as found:
        edit(story, corrections=[Correction(text="It was not so.")])
    assert found == looks(story) | {tags.CORRECTIONS}
    with bumps() as found:
        edit(Story.objects.get(pk=story.pk), kicker="Transport")
    assert tags.CORRECTIONS not in found


def test_parts_that_are_saved_by_themselves_touch_the_story(story):
    with bumps() as found:
        correction = Correction.objects.create(story=story, text="It was not so.")
    assert {tags.story(story.pk), tags.CORRECTIONS} <= found
    with bumps() as found:
        correction.delete()
    assert {tags.story(story.pk), tags.CORRECTIONS} <= found
    ben = world.author("Ben")
    with bumps() as found:
        Byline.objects.create(story_id=story.pk, author=ben)
    assert {tags.story(story.pk), tags.author_stories(ben.pk)} <= found


def test_a_page_that_is_scheduled_touches_nothing_until_it_goes_live(story):
    draft = world.story(world.section("Politics"), live=False)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    with bumps() as found:
        draft.save_revision().publish()
    assert found == set()


def test_the_schedule_touches_what_publishing_does(story):
    draft = world.story(world.section("Politics"), live=False)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision()
    revision.publish()
    revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = None
    revision.save()
    with bumps() as found:
        call_command("publish_scheduled")
    assert {tags.STORIES, tags.section(draft.section_id), tags.story(draft.pk)} <= found


def test_a_layout_touches_its_front_alone(story):
    section = world.section("Politics")
    section.layout = [("latest", {"count": 5})]
    with bumps() as found:
        section.save_revision().publish()
    assert found == {tags.page(section.pk), tags.SITEMAP_PAGES}


def test_a_section_that_is_renamed_moved_or_made_touches_the_tree(story):
    for change in (lambda one: setattr(one, "slug", "games"), lambda one: setattr(one, "title", "Games")):
        section = (
            Section.objects.get(pk=world.section("Sports").pk)
            if not Section.objects.filter(slug="games")
            else (Section.objects.get(slug="games"))
        )
        change(section)
        with bumps() as found:
            section.save_revision().publish()
        assert found == {tags.page(section.pk), tags.SITEMAP_PAGES, tags.TREE}
    with bumps() as found:
        Page.objects.get(pk=section.pk).move(world.section("Politics"), "first-sibling")
    assert tags.TREE in found
    with bumps() as found:
        world.add_section(world.section("Politics"), "Town Hall", "town-hall")
    assert tags.TREE in found


def test_a_section_that_is_deleted_touches_the_tree(story):
    inner = world.add_section(world.section("Politics"), "Town Hall", "town-hall")
    page = inner.pk
    with bumps() as found:
        inner.delete()
    assert found == {tags.TREE, tags.page(page), tags.SITEMAP_PAGES}


def test_an_information_page_touches_itself_and_by_its_title_the_tree(story):
    front = Page.objects.get(slug="front").specific
    with bumps() as found:
        page = front.add_child(instance=InfoPage(title="About", slug="about", live=True))
    assert found == {tags.page(page.pk), tags.SITEMAP_PAGES, tags.TREE}
    page.body = [("heading", "Who we are")]
    with bumps() as found:
        page.save_revision().publish()
    assert found == {tags.page(page.pk), tags.SITEMAP_PAGES}


def test_authors_and_topics_touch_themselves(story):
    ada = world.author("Ada Reporter")
    ada.role = "Editor"
    with bumps() as found:
        ada.save()
    assert found == {tags.author(ada.pk), tags.SITEMAP_PAGES, tags.address("/authors/ada-reporter/")}
    ada.slug = "ada"
    with bumps() as found:
        ada.save()
    assert {tags.author(ada.pk), tags.REDIRECTS, tags.address("/authors/ada/")} <= found
    with bumps() as found:
        ada.save_revision()
    assert found == set()
    harbour = world.topic("Harbour")
    expected = {tags.topic(harbour.pk), tags.topic_stories(harbour.pk), tags.story(story.pk)}
    with bumps() as found:
        harbour.delete()
    assert found >= expected


def test_what_changes_rarely_has_one_tag(story):
    front = Page.objects.get(slug="front")
    with bumps() as found:
        Paper.objects.get().save()
        Site.objects.get().save()
        Locale.objects.get().save()
    assert found == {tags.PAPER}
    with bumps() as found:
        story.view_restrictions.create(restriction_type="login")
        story.view_restrictions.get().delete()
    assert found == {tags.PRIVACY}
    with bumps() as found:
        Redirect.add_redirect("/old/", redirect_to=front)
        Redirect.objects.all().delete()
    assert found == {tags.REDIRECTS}
    with bumps() as found:
        get_document_model().objects.create(title="Minutes", file="documents/minutes.pdf")
    assert found == {tags.DOCUMENTS}


@pytest.mark.django_db(transaction=True)
def test_no_commit_falls_between_a_row_and_its_bump(story, monkeypatch):
    """Where the bump fails, the row is not there either."""

    def fail(*tags: str) -> None:
        assert connection.in_atomic_block
        raise ZeroDivisionError

    monkeypatch.setattr("broadsheet.articles.changes.bump", fail)
    monkeypatch.setattr("broadsheet.media.changes.bump", fail)
    ada, site = world.author("Ada Reporter"), Site.objects.get()
    ada.name, site.site_name = "Ida", "Another"
    for act in (ada.save, site.save, story.delete, Redirect(old_path="/a").save, story.unpublish):
        with pytest.raises(ZeroDivisionError):
            act()
    assert not Redirect.objects.exists()
    assert world.author("Ada Reporter").pk == ada.pk
    assert Story.objects.get(pk=story.pk).live


@pytest.mark.django_db(transaction=True)
def test_redirects_that_wagtail_makes_in_bulk_after_the_commit_are_noticed(story):
    before = Generation.objects.filter(tag=tags.REDIRECTS).first()
    with transaction.atomic():
        Page.objects.get(pk=story.pk).move(world.section("Sports"), "last-child")
    number = Generation.objects.get(tag=tags.STORIES).number
    assert Redirect.objects.count() == 1
    assert Generation.objects.get(tag=tags.REDIRECTS).number > max(number, before.number if before else 0)


def test_publishing_costs_few_queries_more(story, django_assert_max_num_queries):
    draft = story.get_latest_revision_as_object()
    revision = draft.save_revision()
    draft.title = "Else"
    with django_assert_max_num_queries(200) as captured:
        revision.publish()
    ours = [q["sql"] for q in captured.captured_queries if "UNION ALL" in q["sql"] or "canonical_url" in q["sql"]]
    assert len([sql for sql in ours if sql.lstrip("(").startswith("SELECT") and "UNION ALL" in sql]) == 2
