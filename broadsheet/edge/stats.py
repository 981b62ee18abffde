"""What the edge counts, for one process. Knows no Django.

On the way of a hit it costs the adding of one to a whole number in memory, no more: no lock, no file, no clock.
`tally` makes the counts of all processes one.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Sequence

BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histograms' buckets in seconds; the last bucket, without a bound, comes after them."""


class Histogram:
    """How many acts took how long; `micros` is the sum of their times in whole microseconds."""

    __slots__ = ("counts", "micros")

    def __init__(self) -> None:
        self.counts = [0] * (len(BUCKETS) + 1)
        self.micros = 0

    def add(self, seconds: float) -> None:
        """Counts an act that took `seconds`."""
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.micros += int(seconds * 1_000_000)

    def numbers(self) -> list[int]:
        """All that it holds, as whole numbers."""
        return [*self.counts, self.micros]


class Stats:
    """Counters since the process began, and the seconds that pressing and whole misses took."""

    clock = staticmethod(time.perf_counter)

    def __init__(self) -> None:
        self.hits = self.not_modified = self.misses = self.reassembled = self.stale = self.passed = self.refused = 0
        self.failed = self.pressed = 0
        self.renders = Histogram()
        self.obtains = Histogram()

    def obtained(self, how: str, started: float) -> None:
        """Counts a page that was not ready, come by as `how` says, after it was asked for at `started`."""
        if "reassembled" in how:
            self.reassembled += 1
        else:
            self.misses += 1
        self.obtains.add(self.clock() - started)

    def rendered(self, started: float) -> None:
        """Counts a rendering that began at `started`."""
        self.renders.add(self.clock() - started)


def quantile(counts: Sequence[int], share: float) -> float | None:
    """The seconds within which `share` of the acts of a histogram were done; None where there were none.

    Within a bucket acts are taken to be spread evenly, as Prometheus does (histogram_quantile); what lies above the
    last bound is told as that bound.
    """
    wanted, seen, low = share * sum(counts), 0, 0.0
    if not wanted:
        return None
    for count, high in zip(counts, BUCKETS, strict=False):
        if seen + count >= wanted:
            return low + (high - low) * (wanted - seen) / count
        seen, low = seen + count, high
    return BUCKETS[-1]
