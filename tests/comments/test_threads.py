"""Threads as readers find them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.comments import paths, threads
from broadsheet.comments.models import RepliesSettings, Reply, ReplyCount, State
from broadsheet.comments.places import Place
from broadsheet.comments.threads import Shown, page, page_of
from tests.comments.replying import a_story, reply

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = ("oldest", "newest", "top")


def flat(trees: list[Shown]) -> list[Shown]:
    return [one for tree in trees for one in (tree, *flat(tree.answers))]


def many(story, parents: list[int | None]) -> list[Reply]:
    """Replies of which each answers the one of that number, or opens a thread."""
    rows: list[Reply] = []
    for number, parent in enumerate(parents):
        above = rows[parent] if parent is not None else None
        at = START + timedelta(seconds=number)
        path = paths.path(above.path if above else "", at)
        rows.append(
            Reply(
                pk=number + 1,
                story=story,
                parent_id=above.pk if above else None,
                root_id=(above.root_id or above.pk) if above else None,
                depth=above.depth + 1 if above else 0,
                path=path,
                thread=path[: paths.COMPONENT],
                state=State.APPROVED,
                name=f"Reader {number}",
                text=f"Opinion {number}",
                posted_at=at,
                approved_at=at,
                likes=number % 7,
                token=str(number),
            )
        )
    Reply.objects.bulk_create(rows, batch_size=1_000)
    ReplyCount.objects.update_or_create(story=story, defaults={"approved": len(rows)})
    return rows


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
def test_each_reply_stands_on_one_page_and_is_found_there(order):
    story = a_story()
    RepliesSettings.objects.update(page_size=5)
    many(story, [None, 0, 1, None, 3, 0, None, None, 4, 4, 4, 4, 4, 4, 4, None, 15, 16])
    place, seen = Place.below(story), []
    for number in range(1, 5):
        shown = flat(page(place, order, number).tree)
        seen += [one.pk for one in shown if not one.is_gone]
        for one in shown:
            assert page_of(Reply.objects.get(pk=one.pk), order, 5) == number
    assert sorted(seen) == list(range(1, 19))
    assert page(place, order, 5) is None
    assert page(place, order, 0) is None


@pytest.mark.django_db
def test_orders_are_of_threads_and_answers_stay_below_what_they_answer():
    story = a_story()
    many(story, [None, None, 0, None])
    place = Place.below(story)
    assert [one.pk for one in flat(page(place, "oldest").tree)] == [1, 3, 2, 4]
    assert [one.pk for one in flat(page(place, "newest").tree)] == [4, 2, 1, 3]
    assert [one.pk for one in flat(page(place, "top").tree)] == [4, 2, 1, 3]


@pytest.mark.django_db
def test_answers_deeper_than_is_shown_say_whom_they_answer():
    story = a_story()
    RepliesSettings.objects.update(depth=1)
    many(story, [None, 0, 1, 2])
    (root,) = page(Place.below(story)).tree
    assert [one.pk for one in root.answers] == [2, 3, 4]
    assert [one.answered and one.answered.pk for one in root.answers] == [None, 2, 3]
    assert root.answers_in_all == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "deleted"), [(State.DELETED, True), (State.REFUSED, False)])
def test_what_is_gone_keeps_its_place_while_others_answer_it(state, deleted):
    story = a_story()
    first = reply(story)
    answer = reply(story, first)
    first.become(state)
    (gone,) = page(Place.below(story)).tree
    assert (gone.is_gone, gone.was_deleted, [one.pk for one in gone.answers]) == (True, deleted, [answer.pk])
    answer.become(State.SPAM)
    assert page(Place.below(story)).tree == []


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("shape", ["flat", "one root", "a chain"])
def test_a_page_of_ten_thousand_replies_costs_as_much_as_one_of_ten(order, shape):
    story = a_story()
    shapes: dict[str, list[int | None]] = {
        "flat": [None] * 10_000,
        "one root": [None, *([0] * 9_999)],
        "a chain": [None, *range(4_999)] + [None] * 5_000,
    }
    many(story, shapes[shape])
    place = Place.below(story)
    for number in (1, 120, 250):
        with CaptureQueriesContext(connection) as queries:
            found = page(place, order, number)
        assert len(queries) <= 5
        assert sum(not one.is_gone for one in flat(found.tree)) == place.rules.page_size


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30), st.integers(0, 9), st.sets(st.integers(0, 29)))
@settings(deadline=None)
def test_a_tree_shows_each_reply_once_and_no_deeper_than_is_set(choices, depth, gone):
    rows: list[Shown] = []
    for number, choice in enumerate(choices):
        above = rows[choice % number] if number and choice % 3 else None
        at = START + timedelta(seconds=number)
        path = paths.path(above.path if above else "", at)
        fields: dict[str, Any] = {
            "thread": path[:12],
            "path": path,
            "state": "approved",
            "name": "A",
            "website": "",
            "text": "t",
        }
        rest: dict[str, Any] = {"edited_at": None, "featured": False, "likes": 0, "role": "", "by_author": False}
        pk, up = number + 1, above.pk if above else None
        rows.append(Shown(pk=pk, parent_id=up, depth=above.depth + 1 if above else 0, posted_at=at, **fields, **rest))
    shown = sorted((row for row in rows if row.pk not in gone and (row.parent_id or 0) not in gone), key=_path)
    known = {row.pk for row in shown}
    whole = [row for row in shown if row.parent_id is None or row.parent_id in known]
    known = {row.pk for row in whole}
    if any(row.parent_id and row.parent_id not in known for row in whole):
        return
    found = threads.tree(whole, depth)
    assert [one.pk for one in flat(found)] == [row.pk for row in whole]
    assert _deepest(found) <= depth + 1


def _path(row: Shown) -> str:
    return row.path


def _deepest(trees: list[Shown]) -> int:
    return 1 + max((_deepest(one.answers) for one in trees), default=0) if trees else 0
