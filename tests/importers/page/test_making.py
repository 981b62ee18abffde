from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.articles.models import Author, Story
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.models import ImportedPage
from broadsheet.importers.page.found import Block, Found
from broadsheet.importers.page.making import Outcome, Wishes, make_story
from broadsheet.importers.page.plain_text import read_text
from tests import seed, world

pytestmark = pytest.mark.django_db

LIVE = Wishes("politics", ["Ada Reporter"], publish=True)


def page(*paragraphs: str, **fields) -> Found:
    texts = paragraphs or ("The bridge over the river Lowan is closed. It will stay so.",)
    return Found("Bridge closed", blocks=[Block("paragraph", text) for text in texts], **fields)


@pytest.fixture(autouse=True)
def _paper():
    world.paper("Politics", "National News")


def test_the_saved_page_becomes_a_story_that_is_live_and_found():
    text = seed.page()
    paragraphs = [line for line in text.splitlines() if len(line) > 160]
    story = make_story(read_text(text), LIVE).story
    assert story.live
    assert story.title == text.splitlines()[0]
    assert [block.block_type for block in story.body] == ["paragraph"]
    assert story.body[0].value.source == "".join(f"<p>{line}</p>" for line in paragraphs)
    assert len(paragraphs) == 11
    assert list(Story.objects.readable()) == [story]
    assert [found.pk for found in Story.objects.live().search("Yonhap interrogating")] == [story.pk]
    assert story.summary == paragraphs[0]


def test_a_story_is_a_draft_unless_it_is_to_be_published():
    made = make_story(page(), Wishes("politics", ["Ada Reporter"]))
    assert made.outcome is Outcome.MADE
    assert not made.story.live
    assert made.story.has_unpublished_changes
    assert not Story.objects.readable().exists()


def test_publishing_goes_through_a_revision():
    story = make_story(page(), LIVE).story
    assert story.live_revision is not None
    assert not story.has_unpublished_changes


def test_the_time_is_the_pages_own_or_the_given_one():
    own, given = datetime(2024, 10, 22, tzinfo=UTC), datetime(2023, 1, 2, tzinfo=UTC)
    assert make_story(page(published_at=own), LIVE).story.published_at == own
    other = page(published_at=own)
    other.headline = "Another"
    assert make_story(other, Wishes("politics", ["A B"], publish=True, date=given)).story.published_at == given


def test_a_time_in_the_future_is_refused():
    with pytest.raises(CannotImportError, match="schedule it in the desk"):
        make_story(page(), Wishes("politics", ["A B"], date=timezone.now() + timedelta(days=1)))
    assert not Author.objects.exists()


def test_an_unknown_author_is_made_and_a_known_one_found_by_name_or_slug():
    ada = world.author("Ada Reporter")
    made = make_story(page(), Wishes("politics", ["ADA reporter", "Čeněk Nový"], publish=True))
    assert made.new_authors == ["Čeněk Nový"]
    assert [line.author.name for line in made.story.bylines.all()] == ["Ada Reporter", "Čeněk Nový"]
    other = page()
    other.headline = "Another"
    assert make_story(other, Wishes("politics", ["ada-reporter"])).story.bylines.get().author == ada


def test_the_pages_own_authors_stand_where_none_is_given():
    story = make_story(page(authors=["Kim Okafor"]), Wishes("politics")).story
    assert story.bylines.get().author.name == "Kim Okafor"


@pytest.mark.parametrize("names", [[], [""], ["administrator"], ["Admin"], ["x" * 121]])
def test_a_byline_that_names_nobody_is_refused(names):
    with pytest.raises(CannotImportError, match="--author"):
        make_story(page(), Wishes("politics", names))
    assert not Story.objects.exists()


@pytest.mark.parametrize("name", ["national-news", "National News", "national news", "/national-news/"])
def test_a_section_is_found_by_slug_path_or_title(name):
    assert make_story(page(), Wishes(name, ["A B"])).story.section.title == "National News"


def test_an_unknown_section_is_refused_and_the_known_ones_are_named():
    with pytest.raises(CannotImportError, match=r"politics \(Politics\), national-news \(National News\)"):
        make_story(page(), Wishes("sport", ["A B"]))
    assert not Author.objects.exists()


def test_the_same_page_twice_changes_nothing():
    first = make_story(page(), LIVE).story
    again = make_story(page(), LIVE)
    assert again.outcome is Outcome.UNCHANGED
    assert again.story == first
    assert Story.objects.count() == ImportedPage.objects.count() == 1
    assert first.revisions.count() == 1


def test_a_changed_page_changes_nothing_unless_it_is_to_be_updated():
    first = make_story(page(), LIVE).story
    assert make_story(page("Open again. So it is."), LIVE).outcome is Outcome.DIFFERS
    first.refresh_from_db()
    assert "closed" in first.body[0].value.source


def test_an_update_is_a_new_revision_of_the_same_story():
    first = make_story(page(), LIVE).story
    update = Wishes("politics", ["New Name"], update=True)
    made = make_story(page("Open again. So it is.", published_at=timezone.now()), update)
    assert made.outcome is Outcome.UPDATED
    assert made.story.pk == first.pk
    assert made.story.body[0].value.source == "<p>Open again. So it is.</p>"
    assert made.story.live
    assert made.story.published_at == first.published_at
    assert made.story.revisions.count() == 2
    assert [line.author.name for line in made.story.bylines.all()] == ["New Name"]
    assert Story.objects.live().search("Open again").count() == 1


def test_a_draft_imported_before_is_published_when_asked():
    make_story(page(), Wishes("politics", ["A B"]))
    again = make_story(page(), LIVE)
    assert again.outcome is Outcome.UNCHANGED
    assert again.story.live


def test_a_page_with_an_address_is_known_by_it():
    one, other = page(canonical_url="https://a.example/1"), page(canonical_url="https://a.example/2")
    assert make_story(one, LIVE).story != make_story(other, LIVE).story


def test_the_address_becomes_canonical_only_for_a_republication():
    found = page(canonical_url="https://a.example/1")
    assert make_story(found, LIVE).story.canonical_url == ""
    found = page(canonical_url="https://a.example/2")
    republished = Wishes("politics", ["A B"], republished=True)
    assert make_story(found, republished).story.canonical_url == "https://a.example/2"


def test_a_deleted_story_can_be_imported_again():
    make_story(page(), LIVE).story.delete()
    assert make_story(page(), LIVE).outcome is Outcome.MADE


def test_two_stories_of_one_headline_get_two_addresses():
    world.story(world.section("Politics"), "Bridge closed", slug="bridge-closed")
    assert make_story(page(), LIVE).story.slug == "bridge-closed-2"


def test_a_headline_too_long_is_refused():
    found = page()
    found.headline = "x" * 256
    with pytest.raises(CannotImportError, match="255"):
        make_story(found, LIVE)
    assert not Story.objects.exists()


def test_all_kinds_of_blocks_become_blocks_of_the_body():
    found = page()
    found.blocks = [
        Block("paragraph", "One &amp; <b>two</b>."),
        Block("list", "<li>a</li><li>b</li>"),
        Block("heading", "What next & why"),
        Block("quote", "We won.\tAnn Lee"),
        Block("table", "Party\tVotes\nReds\t12\nBlues"),
        Block("numbers", "<li>c</li>"),
    ]
    body = make_story(found, LIVE).story.body
    assert [block.block_type for block in body] == ["paragraph", "heading", "pull_quote", "table", "paragraph"]
    assert body[0].value.source == "<p>One &amp; <b>two</b>.</p><ul><li>a</li><li>b</li></ul>"
    assert body[1].value == "What next & why"
    assert dict(body[2].value) == {"text": "We won.", "speaker": "Ann Lee"}
    table = body[3].value["table"]
    assert [column["heading"] for column in table.columns] == ["Party", "Votes"]
    assert [[cell.value for cell in row] for row in table.rows] == [["Reds", "12"], ["Blues", ""]]
    assert body[4].value.source == "<ol><li>c</li></ol>"
