"""Words that begin alike are found one by one, and answer as a question for the beginning would."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.front.finding import vocabulary
from broadsheet.front.finding.vocabulary import beginning_with
from tests import world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite is asked word by word"),
]
WORDS = ["ferry", "ferries", "Ferrero", "férié", "fer", "few", "zebra", "straße", "strasse", "9-ferr"]


@pytest.fixture
def story(db: None) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), " ".join(WORDS))


def test_words_come_in_their_order_without_accents_and_capitals(story):
    assert beginning_with("ferr") == ["ferr", "ferrero", "ferries", "ferry"]
    assert beginning_with("FERI") == ["ferie"]
    assert beginning_with("zebra") == ["zebra"]
    assert beginning_with("zebras") == beginning_with("zz") == []


def test_what_the_index_spells_in_its_own_way_and_what_is_too_much_is_left_to_it(story, monkeypatch):
    assert beginning_with("straß") == []
    monkeypatch.setattr(vocabulary, "MOST", 3)
    assert beginning_with("ferr") == []
    assert len(beginning_with("ferri")) == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(letters=st.text("fersz", min_size=1, max_size=4))
def test_the_same_stories_are_found_as_by_the_beginning_itself(story, letters):
    words = beginning_with(letters)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM wagtailsearch_indexentry_fts(%s)", [f'"{letters}" *'])
        assert bool(cursor.fetchone()[0]) == bool(words)
