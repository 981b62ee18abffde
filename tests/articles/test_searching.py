"""Searching on SQLite finds what Wagtail's own backend finds, in the same order, without a subquery for each match."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from broadsheet.articles.models import Story
from tests import world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is searched by Wagtail's own backend"),
]


@pytest.fixture
def stories() -> list[Story]:
    world.paper("Politics")
    texts = [
        "A bridge.",
        "A bridge and a bridge and a ferry.",
        "A ferry.",
        "Neither.",
        "A bridge for a long time.",
    ]
    return [
        world.story(world.section("Politics"), f"Bridge {n}" if n == 3 else None, body=[("paragraph", RichText(text))])
        for n, text in enumerate(texts)
    ]


def by_wagtail(words: str, **options: str) -> list[Story]:
    """What Wagtail finds: asked for all, matches are scored in its way."""
    return list(Story.objects.live().search(words, **options))


@pytest.mark.parametrize(("words", "operator"), [("bridge", "and"), ("bridge ferry", "and"), ("bridge ferry", "or")])
def test_the_best_are_those_that_wagtail_finds(stories: list[Story], words: str, operator: str) -> None:
    found = list(Story.objects.live().search(words, operator=operator)[:10])
    assert found
    assert found == by_wagtail(words, operator=operator)
    assert list(Story.objects.live().search(words, operator=operator)[1:3]) == found[1:3]


def test_matches_are_scored_by_one_walk(stories: list[Story]) -> None:
    with CaptureQueriesContext(connection) as asked:
        list(Story.objects.live().search("bridge")[:2])
    scoring, fetching = (query["sql"] for query in asked)
    assert scoring.count("bm25") == 2
    assert scoring.count("MATCH") == 1
    assert "MATCH" not in fetching


def test_what_the_query_set_leaves_out_takes_no_place(stories: list[Story]) -> None:
    first, *rest = by_wagtail("bridge")
    first.unpublish()
    assert list(Story.objects.live().search("bridge")[:1]) == rest[:1]


def test_no_words_and_no_matches_find_nothing(stories: list[Story]) -> None:
    assert list(Story.objects.live().search("submarine")[:5]) == []
    assert list(get_search_backend().search("", Story.objects.live())[:5]) == []


def test_matches_can_be_counted(stories: list[Story]) -> None:
    assert Story.objects.live().search("bridge").count() == 4


def test_beginnings_of_words_find_what_wagtail_finds(stories: list[Story]) -> None:
    from wagtail.search.backends.database.sqlite import sqlite  # its models are there on SQLite only

    by_score = sqlite.SQLiteSearchBackend({}).autocomplete("stor", Story.objects.live())
    assert list(Story.objects.live().autocomplete("stor")[:10]) == list(by_score)
    titles = Story.objects.live().order_by("title")
    in_order = titles.autocomplete("stor", order_by_relevance=False)
    assert list(in_order) == list(titles.filter(title__startswith="Stor"))
    assert in_order.count() == len(in_order) == 4


@pytest.mark.parametrize("relevance", [True, False])
def test_the_index_is_never_searched_once_for_each_entry(stories: list[Story], relevance: bool) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = Story.objects.live().order_by("title").autocomplete("stor", order_by_relevance=relevance)
        found.count()
        list(found[:2])
    matching = [query["sql"] for query in asked if "MATCH" in query["sql"]]
    assert len(matching) == 2
    with connection.cursor() as cursor:
        for sql in matching:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[3] for row in cursor.fetchall()]
            (walk,) = (step for step in plan if "VIRTUAL TABLE" in step)
            assert ":=" not in walk  # "=" is a search for one row


def test_what_a_story_costs_to_index_does_not_grow_with_the_archive(stories: list[Story]) -> None:
    """No statement goes through all entries: each names those that it is about."""
    with CaptureQueriesContext(connection) as asked:
        index.insert_or_update_object(stories[0])
    lengths = [query["sql"] for query in asked if "LENGTH(" in query["sql"]]
    assert lengths
    assert all('"id" > ' in sql for sql in lengths)


def test_a_new_title_counts_by_its_length_beside_the_others(stories: list[Story]) -> None:
    long = world.story(world.section("Politics"), "A headline that is longer than all others of this paper by far")
    index.insert_or_update_object(long)
    norms = {entry.object_id: entry.title_norm for entry in IndexEntry.objects.all()}
    assert norms[str(long.pk)] < 1 < norms[str(stories[3].pk)]
