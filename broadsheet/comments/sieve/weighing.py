"""How likely a reply is what this newsroom calls spam, and which words say so.

Each feature has a share of spam, drawn towards the middle while it is rare (Robinson 2003, "A statistical approach to
the spam problem"); the clearest are put together by Fisher's method, as SpamBayes does. What comes out is near 0 or 1
only where many features agree, and near the middle where nothing is known or where they contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

CLEAREST = 50
RARE = 0.45
"""How much weight the middle has against one sighting (Robinson's s)."""
DULL = 0.1
"""A feature nearer to the middle than this says nothing."""
SHOWN = 6


@dataclass(frozen=True)
class Seen:
    """How many replies that were spam, and how many that were not, had a feature; or how many there were at all."""

    spam: int = 0
    fair: int = 0


@dataclass(frozen=True)
class Judgement:
    """`score` from 0 (fair) to 1 (spam), and the features that weighed most, each with its own share of spam."""

    score: float
    because: list[tuple[str, float]] = field(default_factory=list)

    def words(self) -> str:
        """Those that speak for spam, in words: “subscribe”, “my channel”."""
        return ", ".join(f"“{word}”" for word, share in self.because if share > 0.5)


def share(seen: Seen, total: Seen) -> float:
    """How much a feature says "spam", from 0 to 1; a half where it was never seen."""
    count = seen.spam + seen.fair
    if not count or not total.spam or not total.fair:
        return 0.5
    spam, fair = seen.spam / total.spam, seen.fair / total.fair
    return (RARE * 0.5 + count * spam / (spam + fair)) / (RARE + count)


def weigh(features: Sequence[str], known: Mapping[str, Seen], total: Seen) -> Judgement:
    """The judgement on a reply with these features; `known` may lack those never seen."""
    shares = [(feature, share(known[feature], total)) for feature in features if feature in known]
    clear = [one for one in shares if abs(one[1] - 0.5) >= DULL]
    clear.sort(key=lambda one: -abs(one[1] - 0.5))
    del clear[CLEAREST:]
    if not clear:
        return Judgement(0.5)
    for_spam = _agreement([value for _, value in clear])
    for_fair = _agreement([1 - value for _, value in clear])
    return Judgement((1 + for_spam - for_fair) / 2, clear[:SHOWN])


def _agreement(shares: Sequence[float]) -> float:
    """Fisher's method: the chance that shares as high as these come together by accident, turned round."""
    return _chi_square_tail(-2 * sum(log(value) for value in shares), 2 * len(shares))


def _chi_square_tail(value: float, freedom: int) -> float:
    """P(χ² ≥ value) for an even number of degrees of freedom."""
    half = value / 2
    term = total = exp(-half)
    for step in range(1, freedom // 2):
        term *= half / step
        total += term
    return min(total, 1.0)
