"""Stories are found in a paper's own index, on either database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from broadsheet.articles.models import Story
from broadsheet.front.finding import stories as module
from broadsheet.front.finding.questions import parse
from broadsheet.front.finding.spelling import suggestion
from broadsheet.front.finding.stories import Narrowing, find
from tests import world

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _paper() -> None:
    world.paper("Politics", "Sports")


def story(title: str, text: str = "Nothing of note.", section: str = "Politics", days: int = 0) -> Story:
    body = [("paragraph", RichText(f"<p>{text}</p>"))]
    return world.story(world.section(section), title, body=body, at=NOW - timedelta(days=days))


def titles(text: str, narrowing: Narrowing | None = None, stop: int = 20) -> list[str]:
    return [found.title for found in find(parse(text), narrowing or Narrowing(), 0, stop)]


def test_phrases_and_beginnings_are_found() -> None:
    story("One", "The swing bridge closed.")
    story("Two", "A bridge has a swing.")
    story("Three", "Bridges fall.")
    assert titles('"swing bridge"') == ["One"]
    assert sorted(titles("swing bridge")) == ["One", "Two"]
    assert sorted(titles("bridg*")) == ["One", "Three", "Two"]


def test_accents_of_the_reader_or_of_the_story_make_no_difference_on_sqlite() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL tells accents apart unless the operator gives it another configuration.")
    story("Café closes")
    assert titles("cafe") == titles("CAFÉ") == ["Café closes"]


def test_what_is_beyond_those_weighed_follows_by_age(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WEIGHED", 2)
    monkeypatch.setattr(module, "HEADED", 1)
    story("Bridge of old", days=9)
    for number in range(4):
        story(f"Number {number}", "A bridge.", days=8 - number)
    found = titles("bridge")
    assert sorted(found) == sorted(["Bridge of old", *(f"Number {number}" for number in range(4))])
    assert found[-2:] == ["Number 1", "Number 0"] or found[0] == "Bridge of old"


def test_sections_and_days_are_searched_beyond_the_newest_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NARROWED", 2)
    story("Bridge in spring", section="Sports", days=100)
    for number in range(4):
        story(f"Bridge {number}")
    day = (NOW - timedelta(days=100)).date()
    assert titles("bridge", Narrowing(world.section("Sports"))) == ["Bridge in spring"]
    assert titles("bridge", Narrowing(None, day - timedelta(days=1), day + timedelta(days=1))) == ["Bridge in spring"]
    assert titles("bridge", Narrowing(None, date(1900, 1, 1), date(1900, 2, 1))) == []


def test_a_word_that_no_story_has_is_put_right() -> None:
    story("The government falls", "A quarrel in the harbour.")
    assert suggestion(parse("goverment")) == "government"
    assert suggestion(parse("harbuor quarrel")) == "harbour quarrel"
    assert suggestion(parse("harbour")) == ""
    assert suggestion(parse("xyzxyz")) == ""
    assert suggestion(parse("🌉 ***")) == ""


@pytest.mark.parametrize("text", ["'", "a'b", "_", "__ ___", "²", "a:*", "&|!", "ﷺ", "naïve*", "ก็", "\u0301"])
def test_no_question_is_an_error(text: str) -> None:
    story("Bridge")
    find(parse(text), Narrowing(), 0, 20)
    suggestion(parse(text))


def test_another_search_engine_is_asked_by_wagtails_own_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OURS", ())
    monkeypatch.setattr(module, "_in_database", None)
    story("Bridge closes")
    story("Bridge opens", section="Sports")
    assert sorted(titles("bridge")) == ["Bridge closes", "Bridge opens"]
    assert titles("bridge nowhere", Narrowing(world.section("Sports"), NOW.date())) == ["Bridge opens"]
