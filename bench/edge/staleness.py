"""Which answers were stale, told after the run from what was noted of each answer and each commit.

Stories of the run carry their number in the headline ("Edition 12 of …", greater with each publish) and, where they are
new, in the address ("/edition-11/"). An answer is judged by the greatest of each that its body shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADLINE = re.compile(rb"Edition (\d+) of")
ADDRESS = re.compile(rb"/edition-(\d+)/")


@dataclass(frozen=True)
class Commit:
    """A publish: when its commit had returned, and the numbers that headlines and addresses show from then on."""

    at: float
    headline: int
    address: int


@dataclass(frozen=True)
class Sample:
    """One answer: when it was asked for, when its first byte and its last came, and the numbers that it shows."""

    path: str
    sent: float
    first: float
    done: float
    status: int
    headline: int
    address: int


def shown(body: bytes) -> tuple[int, int]:
    """The greatest number in the headlines and in the addresses of `body`; 0 where there is none."""
    return _greatest(HEADLINE, body), _greatest(ADDRESS, body)


def _greatest(pattern: re.Pattern[bytes], body: bytes) -> int:
    return max(map(int, pattern.findall(body)), default=0)


def is_fresh(sample: Sample, commit: Commit) -> bool:
    """Whether the answer shows what was committed: by its headlines where it has some, else by its addresses."""
    if sample.headline:
        return sample.headline >= commit.headline
    return sample.address >= commit.address


def stale(samples: Sequence[Sample], commits: Sequence[Commit]) -> list[tuple[Sample, Commit]]:
    """Answers that were asked for after a commit had returned and show what was before it, each with that commit.

    Answers that show no number are not judged; one that failed is no stale one.
    """
    found = []
    in_order = sorted(commits, key=lambda commit: commit.at)
    for sample in samples:
        before = [commit for commit in in_order if commit.at < sample.sent]
        judged = sample.status == 200 and (sample.headline or sample.address)
        if before and judged and not is_fresh(sample, before[-1]):
            found.append((sample, before[-1]))
    return found
