"""Which stories go with which, as stories come, change and go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from wagtail.rich_text import RichText

from broadsheet.articles.models import Story
from broadsheet.edge.tags import bumped
from broadsheet.related import linking
from broadsheet.related.index import Index, newest
from broadsheet.related.linking import rebuild, refresh, relink
from broadsheet.related.models import Kind, Link
from tests import world
from tests.related.archives import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index_folder")]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def written(title: str, text: str, days_ago: int = 0, **fields) -> Story:
    body = [("paragraph", RichText(f"<p>{text}</p>"))]
    return world.story(world.section("Politics"), title, body=body, at=NOW - timedelta(days=days_ago), **fields)


def told(story: Story) -> list[str]:
    return [row.other.title for row in Link.objects.filter(story=story, kind=Kind.NEAR).order_by("place")]


COMMON = "about and are at be by for in its of that the to was"
"""Words that every story has."""


@pytest.fixture
def town() -> None:
    """A paper with stories on many matters, so that words weigh what they weigh in a paper."""
    world.paper("Politics")
    for event, text in archive(5, 1):
        written(f"{text.title} {COMMON}", f"{text.body} {COMMON}", days_ago=200 - event)


BRIDGE = "The harbour bridge must be closed for repairs, the council decided, and ferries will carry commuters."
CLOSED = "Since Monday passengers cross by ferries. Engineers found cracks in the bridge, shut until autumn at least."
BALLET = "The ballet returns to the old theatre with a premiere in spring, and dancers rehearse every night."


@pytest.mark.usefixtures("town")
def test_a_story_that_is_published_finds_its_like_and_they_find_it() -> None:
    rebuild()
    old = written("Bridge to be closed", BRIDGE, 30)
    refresh(old.pk)
    new = written("Ferries instead of the bridge", CLOSED)
    refresh(new.pk)
    assert told(new)[0] == "Bridge to be closed"
    assert told(old)[0] == "Ferries instead of the bridge"


@pytest.mark.usefixtures("town")
def test_an_older_story_on_the_same_matter_comes_before_a_fresh_one_on_another() -> None:
    written("Bridge to be closed", BRIDGE, 400)
    written("Council meets about the theatre", "The council decided that the old theatre must stay open in spring.", 0)
    new = written("Ferries instead of the bridge", CLOSED)
    rebuild()
    assert told(new)[0] == "Bridge to be closed"


@pytest.mark.usefixtures("town")
def test_of_two_that_are_as_near_the_one_of_that_week_comes_first() -> None:
    written("Bridge closed in spring", "Cracks were found in the harbour bridge. Cyclists wait on its bank.", 300)
    written("Bridge closed in winter", "Cracks were found in the harbour bridge. Merchants fear for trade.", 2)
    new = written("Ferries instead of the bridge", BRIDGE)
    rebuild()
    assert told(new)[:2] == ["Bridge closed in winter", "Bridge closed in spring"]


@pytest.mark.usefixtures("town")
def test_the_same_report_again_is_not_related_and_of_two_twins_one_is() -> None:
    one = written("Bridge to be closed", BRIDGE, 2)
    written("Bridge to be closed", BRIDGE + " Update.", 1)
    new = written("Ferries instead of the bridge", CLOSED)
    rebuild()
    assert "Bridge to be closed" not in told(one)
    assert told(new).count("Bridge to be closed") == 1


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_a_story_that_goes_leaves_the_lists(how: str) -> None:
    old, new = written("Bridge to be closed", BRIDGE, 3), written("Ferries instead of the bridge", CLOSED)
    rebuild()
    key = old.pk
    getattr(old, how)()
    refresh(key)
    assert "Bridge to be closed" not in told(new)
    assert not Link.objects.filter(story=key)
    with Index.of(linking.folder()) as index:
        assert key not in index.known([key])


@pytest.mark.usefixtures("town")
def test_an_edit_that_makes_another_story_of_it_changes_the_lists() -> None:
    old, new = written("Bridge to be closed", BRIDGE, 3), written("Ferries instead of the bridge", CLOSED)
    written("Bridge shut at night", "Engineers look for cracks in the bridge, passengers walk.", 60)
    rebuild()
    old.title, old.body = "Ballet returns", [("paragraph", RichText(f"<p>{BALLET}</p>"))]
    old.save_revision().publish()
    refresh(old.pk)
    assert told(new)[0] == "Bridge shut at night"


@pytest.mark.usefixtures("town")
def test_only_lists_that_changed_are_bumped() -> None:
    old, far = written("Bridge to be closed", BRIDGE, 3), written("Ballet returns", BALLET)
    rebuild()
    new = written("Ferries instead of the bridge", CLOSED)
    with transaction.atomic():
        refresh(new.pk)
        assert {f"related:{new.pk}", f"related:{old.pk}"} <= bumped()
    with transaction.atomic():
        before = bumped()
        refresh(new.pk)
        assert not {tag for tag in bumped() - before if tag.startswith("related:")}
    assert far.title == "Ballet returns"


@pytest.mark.usefixtures("town")
def test_what_an_editor_leaves_out_or_pins_is_not_found_again() -> None:
    out = written("Bridge to be closed", BRIDGE, 3)
    pinned = written("Bridge shut at night", BRIDGE + " " + CLOSED, 2)
    new = written("Ferries instead of the bridge", CLOSED)
    Link.objects.create(story=new, other=out, kind=Kind.EXCLUDED, place=0)
    Link.objects.create(story=new, other=pinned, kind=Kind.PINNED, place=0)
    rebuild()
    relink(new.pk)
    assert not {"Bridge to be closed", "Bridge shut at night"} & set(told(new))
    assert Link.objects.filter(story=new).exclude(kind=Kind.NEAR).count() == 2


@pytest.mark.parametrize("damage", ["missing", "broken"])
@pytest.mark.usefixtures("town")
def test_an_index_that_is_gone_or_broken_is_told_and_built_anew(damage: str, index_folder: Path) -> None:
    old = written("Bridge to be closed", BRIDGE, 3)
    if damage == "broken":
        rebuild()
        path = newest(index_folder)
        assert path is not None
        path.write_bytes(b"nothing of the kind")
    new = written("Ferries instead of the bridge", CLOSED)
    assert not refresh(new.pk)
    rebuild()
    assert told(old)[0] == "Ferries instead of the bridge"
    assert refresh(new.pk)


@pytest.mark.usefixtures("town")
def test_a_paper_that_has_outgrown_its_index_is_told_so(index_folder: Path) -> None:
    rebuild()
    with Index.of(index_folder) as index:
        index.connection.execute("UPDATE about SET value = -10 WHERE name = 'stories'")
    assert not refresh(Story.objects.values_list("pk", flat=True)[0])


@pytest.mark.parametrize("text", ["One", "😀", "same " * 20_000])
def test_stories_of_one_word_or_of_the_same_words_find_nothing_and_raise_nothing(text: str) -> None:
    world.paper("Politics")
    stories = [written("Word", text) for _ in range(4)]
    for story in stories:
        refresh(story.pk)
    rebuild()
    assert not any(told(story) for story in stories)
