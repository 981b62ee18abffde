"""How much two stories have to do with each other. Knows neither database nor index.

A story is a vector of weighted terms: its headline, its beginning and its whole text each made one long and added up
(`Weights`), terms that few stories have weighing more. Two stories are alike by the cosine of their vectors. A story
that is like very many others is a worse answer than one that is like few, so the likeness is divided by a power of the
candidate's `hub`, its mean likeness to those nearest to it (local scaling: Zelnik-Manor and Perona, 2004). The time
between the two counts a little on top. docs/related.md has the figures behind each number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadsheet.related.terms import terms

Numbers = npt.NDArray[np.uint32]
Reals = npt.NDArray[np.float32]

LEAD = 500
"""Characters of the text that count as its beginning."""
NEAREST = 4
"""How many of the nearest make a story's `hub`."""
LEAST_HUB = 0.02
UNDATED = -1
USUAL = 0.3
"""The share of the worth of freshness that a story without a date is given."""


@dataclass(frozen=True)
class Weights:
    """What decides the order; found on one half of a corpus and checked on the other and on three more."""

    title: float = 0.5
    lead: float = 0.3
    body: float = 1.0
    rarity: float = 1.25
    hub: float = 0.5
    fresh: float = 0.6
    days: float = 3.0

    def without_dates(self) -> Weights:
        """The same by the texts alone."""
        return Weights(self.title, self.lead, self.body, self.rarity, self.hub, 0.0, self.days)


PRESENT = Weights()


@dataclass(frozen=True)
class Text:
    """What is known of a story: `day` is a proleptic ordinal, `UNDATED` where there is none; `topics` are names."""

    key: int
    title: str
    body: str
    day: int = UNDATED
    standfirst: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bag:
    """The terms of a story in rising order, and how often each stands in headline, beginning and all of the text."""

    terms: Numbers
    title: Reals
    lead: Reals
    body: Reals


@dataclass(frozen=True)
class Vector:
    """Weighted terms in rising order; without terms for a story without words."""

    terms: Numbers
    weights: Reals

    def heaviest(self, count: int) -> Vector:
        """The `count` terms that weigh most, the heaviest first."""
        order = np.argsort(-self.weights, kind="stable")[:count]
        return Vector(self.terms[order], self.weights[order])

    @property
    def length(self) -> float:
        """One, and more the more of the story it has alone."""
        return float(np.sqrt(self.weights @ self.weights)) or 1.0

    def only(self, wanted: npt.NDArray[np.bool_]) -> Vector:
        """Those of its terms that are wanted."""
        return Vector(self.terms[wanted], self.weights[wanted])


def bag(text: Text) -> Bag:
    """The terms of a story; topics count as its beginning does."""
    whole = " ".join(part for part in (text.standfirst, text.body) if part)
    title, lead, body = terms(text.title), terms(f"{whole[:LEAD]} {' '.join(text.topics)}"), terms(whole)
    names = np.array(sorted(title.keys() | lead.keys() | body.keys()), np.uint32)
    counted = (
        np.fromiter((counts.get(name, 0) for name in names.tolist()), np.float32) for counts in (title, lead, body)
    )
    return Bag(names, *counted)


def vector(found: Bag, known: Reals, stories: int, weights: Weights = PRESENT) -> Vector:
    """The vector of a story whose terms so many of all `stories` have, itself among them.

    What it alone has makes it no longer, or it would be less like all others; but it weighs as what two have, since the
    next story on the same matter may bring it again.
    """
    shared = known > 1
    total = np.zeros(len(found.terms), np.float32)
    rare = (np.log((stories + 1) / (np.maximum(known, 2) + 1)) + 1).clip(0.1) ** weights.rarity
    for part, weight in ((found.title, weights.title), (found.lead, weights.lead), (found.body, weights.body)):
        total += weight * _long_as_one(np.log1p(part) / np.log(2) * rare, shared)
    return Vector(found.terms, _long_as_one(total, shared))


def _long_as_one(values: Reals, counted: npt.NDArray[np.bool_]) -> Reals:
    """`values` over the length of those that are counted; of all where those are nothing."""
    length = float(np.sqrt(values[counted] @ values[counted])) or float(np.sqrt(values @ values)) or 1.0
    return (values / length).astype(np.float32)


def likeness(one: Vector, others: Vector, sizes: npt.NDArray[np.int64]) -> Reals:
    """The cosine, from 0 to 1, of `one` with each of several vectors, given end to end, of so many terms each."""
    if not len(one.terms):
        return np.zeros(len(sizes), np.float32)
    places = np.searchsorted(one.terms, others.terms).clip(max=len(one.terms) - 1)
    shared = one.weights[places] * others.weights * (one.terms[places] == others.terms)
    sums = np.concatenate([[0.0], np.cumsum(shared, dtype=np.float64)])
    return np.diff(sums[np.concatenate([[0], np.cumsum(sizes)])]).clip(0, 1).astype(np.float32)


def hub(likenesses: Reals) -> float:
    """How like others a story is, by how like it is to those nearest to it; where there are few, it is like few."""
    return float(np.sort(likenesses)[::-1][:NEAREST].sum()) / NEAREST


def freshness(days: npt.NDArray[np.int64], day: int, weights: Weights = PRESENT) -> Reals:
    """What the time between stories of `days` and one of `day` is worth: 1 for long, `1 + fresh` on one day.

    It fades with the days between the two, so that it decides between stories that are about as near: one on the same
    matter, months old, still comes before one of today on another. A story without a date counts as most are.
    """
    if day == UNDATED:
        return np.ones(len(days), np.float32)
    near = np.where(days == UNDATED, USUAL, np.exp(-np.abs(days - day) / weights.days))
    return (1 + weights.fresh * near).astype(np.float32)


def scores(likenesses: Reals, hubs: Reals, fresh: Reals, weights: Weights = PRESENT) -> Reals:
    """How well each candidate goes with a story: the higher the better, 0 for what shares nothing with it."""
    return (likenesses / np.maximum(hubs, LEAST_HUB) ** weights.hub * fresh).astype(np.float32)
