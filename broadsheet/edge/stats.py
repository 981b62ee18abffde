"""What the edge counts, for one process."""

from __future__ import annotations

import time

BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Stats:
    """Counters and a histogram of the seconds that pressing took."""

    clock = staticmethod(time.perf_counter)

    def __init__(self) -> None:
        self.hits = self.not_modified = self.misses = self.reassembled = self.stale = self.passed = self.refused = 0
        self.pressed = 0
        self.render_seconds = [0] * (len(BUCKETS) + 1)

    def obtained(self, how: str, started: float) -> None: ...

    def rendered(self, started: float) -> None: ...
