"""What is known of generations: exact for what was bumped, careful with what is older than what is remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edge import generations
from broadsheet.edge.generations import Generations
from tests.edge.edges import FakeSource


@pytest.fixture
def source() -> FakeSource:
    source = FakeSource()
    source.bump("old")
    return source


def test_before_the_first_look_nothing_is_known_and_nothing_reachable(source: FakeSource) -> None:
    known = Generations(source)
    assert (known.now, known.reachable) == (-1, False)
    assert known.look()
    assert known.now == source.numbers["old"]


def test_what_was_bumped_since_is_known_and_what_was_not_holds(source: FakeSource) -> None:
    known = Generations(source)
    known.look()
    number = known.now
    source.bump("story:1")
    assert known.holds({"story:1"}, number)  # until the next look
    known.look()
    assert not known.holds({"story:1", "front"}, number)
    assert known.holds({"front", "old"}, number)
    assert known.holds({"story:1"}, known.now)
    assert known.holds((), number)


def test_what_is_older_than_the_process_is_asked_of_the_source(source: FakeSource) -> None:
    before = source.numbers["old"]
    source.bump("story:1")
    known = Generations(source)
    known.look()
    assert not known.holds({"story:1"}, before)
    assert known.holds({"old"}, before)
    source.reachable = False
    known.look()
    assert known.holds({"story:1"}, before)  # it was sent before, and nobody can say otherwise


def test_a_number_that_the_database_has_not_come_to_does_not_hold(source: FakeSource) -> None:
    known = Generations(source)
    known.look()
    assert not known.holds({"front"}, known.now + 1)


def test_more_than_can_be_remembered_is_forgotten_and_asked_for(
    source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "MOST_REMEMBERED", 5)
    known = Generations(source)
    known.look()
    number = known.now
    for one in range(20):
        source.bump(f"story:{one}")
        known.look()
        assert len(known.bumped) <= 5
    assert not known.holds({"story:0"}, number)
    assert not known.holds({"story:19"}, number)
    assert known.holds({"front"}, number)


def test_a_source_is_not_asked_for_what_has_not_moved(source: FakeSource) -> None:
    known = Generations(source)
    known.look()
    before = source.asked
    for _ in range(10):
        known.look()
    assert source.asked == before + 10  # each look is one comparison


def test_another_history_is_told_once(source: FakeSource) -> None:
    copy = dict(source.numbers)
    source.bump("story:1")
    known, told = Generations(source), []
    known.restored = lambda: told.append(known.now)
    known.look()
    source.numbers = copy
    source.bump("story:2")
    source.bump("story:3")
    known.look()
    known.look()
    assert len(told) == 1


def test_the_same_history_is_never_taken_for_another(source: FakeSource) -> None:
    def never() -> None:
        raise AssertionError("restored")

    first = Generations(source)
    first.restored = never
    for _ in range(50):
        source.bump("story:1")
        first.look()
    again = Generations(source)
    again.known, again.restored = first.now, never
    for _ in range(3):
        source.bump("story:1")
    again.look()


acts = st.lists(st.one_of(st.just("look"), st.sets(st.sampled_from("abcde"), min_size=1, max_size=3)), max_size=40)


@given(acts, st.sets(st.sampled_from("abcde"), min_size=1), st.integers(0, 39), st.integers(1, 6))
def test_what_holds_was_not_bumped_and_what_was_bumped_does_not_hold(
    doings: list[str | set[str]], tags: set[str], pressed_at: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generations, "MOST_REMEMBERED", most)
        source = FakeSource()
        known, number, bumped = Generations(source), 0, False
        known.look()
        for place, doing in enumerate(doings):
            if place == pressed_at:
                known.look()
                number, bumped = known.now, False
            if isinstance(doing, str):
                known.look()
            else:
                source.bump(*doing)
                bumped = bumped or bool(doing & tags)
        known.look()
        assert known.holds(tags, number) is not bumped
