"""Paths: replies in their order are a thread read from top to bottom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comments.paths import COMPONENT, LEVELS, component, path

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_component_is_always_as_long_and_grows_with_time():
    times = [START, START + timedelta(microseconds=1), datetime(2085, 1, 1, tzinfo=UTC)]
    found = [component(at) for at in times]
    assert {len(one) for one in found} == {COMPONENT}
    assert found == sorted(found)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_paths_in_their_order_are_the_thread(choices):
    """Each reply answers an earlier one or opens a thread; above the tenth level the order is that of a walk."""
    paths: list[str] = []
    parents: list[int | None] = []
    for number, choice in enumerate(choices):
        parent = choice % (number + 1) - 1
        above = paths[parent] if parent >= 0 else ""
        paths.append(path(above, START + timedelta(seconds=number)))
        parents.append(parent if parent >= 0 else None)

    def walk(parent: int | None) -> list[int]:
        below = [number for number, one in enumerate(parents) if one == parent]
        return [found for number in below for found in (number, *walk(number))]

    order = sorted(range(len(paths)), key=paths.__getitem__)
    if max(map(len, paths)) <= LEVELS * COMPONENT:
        assert order == walk(None)
    assert max(map(len, paths)) <= (LEVELS + 1) * COMPONENT
    for number, one in enumerate(parents):
        assert one is None or order.index(one) < order.index(number)
