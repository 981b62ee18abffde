"""The order in which stories go with one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from broadsheet.related.index import Near
from broadsheet.related.ranking import chosen, ranked, twins
from broadsheet.related.scoring import UNDATED


def near(*pairs: tuple[int, float]) -> Near:
    return Near(np.array([key for key, _ in pairs], np.int64), np.array([like for _, like in pairs], np.float32))


NOTHING = near()


class Story(NamedTuple):
    near: Near = NOTHING
    day: int = UNDATED
    length: float = 1.0
    hub: float = 0.3


def test_who_is_not_known_any_more_is_left_out() -> None:
    assert ranked(Story(near((1, 0.5), (2, 0.4))), {2: Story()}) == [2]
    assert ranked(Story(), {}) == []


def test_what_is_like_everything_gives_way() -> None:
    known = {1: Story(hub=0.9), 2: Story(hub=0.2)}
    assert ranked(Story(near((1, 0.5), (2, 0.4))), known) == [2, 1]


def test_twins_of_the_story_and_of_those_chosen_are_left_out() -> None:
    known = {1: Story(), 2: Story(), 3: Story(near((2, 0.95)))}
    story = Story(near((1, 0.9), (2, 0.5), (3, 0.45)))
    assert twins(story, known) == {1}
    assert chosen(story, known, 4) == [2]


def test_two_short_notes_that_share_all_that_others_have_are_no_twins_if_each_has_much_alone() -> None:
    known = {1: Story(length=2.0)}
    assert chosen(Story(near((1, 0.9)), length=2.0), known, 4) == [1]


def test_an_editors_word_counts_first() -> None:
    known = {1: Story(), 2: Story(), 3: Story(near((2, 0.95))), 4: Story()}
    story = Story(near((1, 0.5), (2, 0.5), (3, 0.5), (4, 0.4)))
    assert chosen(story, known, 4, but={1}, first=[2]) == [4]


def test_what_shares_next_to_nothing_is_not_related_and_no_more_are_told_than_asked_for() -> None:
    known = {key: Story() for key in (1, 2, 3)}
    assert chosen(Story(near((1, 0.5), (2, 0.4), (3, 0.001))), known, 4) == [1, 2]
    assert chosen(Story(near((1, 0.5), (2, 0.4))), known, 1) == [1]
