"""The order in which stories go with one: near, not too near, none like another. Knows neither database nor index."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt

from broadsheet.related.scoring import PRESENT, Reals, Weights, freshness, scores

TWIN = 0.8
"""Likeness from which two stories are one: an updated version, or the same report of an agency."""
LEAST = 0.03
"""Likeness below which a story has nothing to do with another."""


class Near(Protocol):
    """Keys of stories and how like they are, the likest first."""

    @property
    def keys(self) -> npt.NDArray[np.int64]: ...
    @property
    def likenesses(self) -> Reals: ...


class Known(Protocol):
    """What ranking needs to know of a story; `length` is that of its vector."""

    @property
    def day(self) -> int: ...
    @property
    def length(self) -> float: ...
    @property
    def hub(self) -> float: ...
    @property
    def near(self) -> Near: ...


def ranked(story: Known, known: Mapping[int, Known], weights: Weights = PRESENT) -> list[int]:
    """Those near to a story that are known, the best first."""
    here = [key in known for key in story.near.keys.tolist()]
    keys, likenesses = story.near.keys[here], story.near.likenesses[here]
    there = [known[key] for key in keys.tolist()]
    hubs, days = np.array([one.hub for one in there], np.float32), np.array([one.day for one in there], np.int64)
    order = np.argsort(-scores(likenesses, hubs, freshness(days, story.day, weights), weights), kind="stable")
    return keys[order].tolist()


def chosen(
    story: Known, known: Mapping[int, Known], count: int, but: Collection[int] = (), first: Collection[int] = ()
) -> list[int]:
    """The `count` best that go with a story, without its twins, twins of those chosen before, and `but`.

    `first` are chosen already, by an editor; they are not told again.
    """
    close = dict(zip(story.near.keys.tolist(), story.near.likenesses.tolist(), strict=True))
    out = {*but, *first, *twins(story, known)}
    taken, found = set(first), list[int]()
    for key in ranked(story, known):
        if len(found) == count:
            break
        if close[key] >= LEAST and key not in out and taken.isdisjoint(twins(known[key], known)):
            taken.add(key)
            found.append(key)
    return found


def twins(story: Known, known: Mapping[int, Known]) -> set[int]:
    """Those near to a story, and known, that are the same story.

    Here counts what each has alone too: two short notes may share all that other stories have, and differ.
    """
    near = zip(story.near.keys.tolist(), story.near.likenesses.tolist(), strict=True)
    return {key for key, like in near if key in known and like >= TWIN * story.length * known[key].length}
