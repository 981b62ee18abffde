"""The counts of all processes of a paper as one, in a folder that they share. Knows no Django.

Each process holds one small file: it locks it, goes on from the counters that it finds there, and writes its own once a
second. What a process that died had counted is gone on from by its successor, so counters never fall, not even over a
restart, and there are never more files than there were processes at one time. A lock that nobody holds tells that a
file's process is dead: its counters still count, its gauges do not.
"""

from __future__ import annotations

import fcntl
import logging
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from broadsheet.edge.stats import BUCKETS, Stats

log = logging.getLogger("broadsheet.edge")

SECONDS = 1.0
"""How often a process writes its counts."""
MOST = 1_000
"""Processes that can count at one time."""
COUNTERS = (
    "hits", "not_modified", "misses", "reassembled", "stale", "passed", "refused", "failed", "pressed",
    "waited", "shelf_evicted", "store_evicted", "store_remade",
)  # fmt: skip
HISTOGRAMS = ("renders", "obtains")
GAUGES = ("shelf_pages", "shelf_bytes", "store_parts", "store_bytes", "generation", "reachable")
OF_ALL = frozenset({"store_parts", "store_bytes", "generation"})
"""Gauges that all processes see alike: of them the greatest counts, not the sum."""
_WIDTH = len(BUCKETS) + 2
_GROWING = len(COUNTERS) + _WIDTH * len(HISTOGRAMS)
_SHAPE = struct.Struct(f"<8s{_GROWING + len(GAUGES)}q")
_NAME = blake2b(repr((COUNTERS, HISTOGRAMS, GAUGES, BUCKETS)).encode(), digest_size=8).digest()
"""Which numbers a file holds in which order: one of another version is begun anew."""


@dataclass(frozen=True)
class Tally:
    """What a number of processes counted: counters and gauges by name, histograms as counts by bucket and a sum."""

    processes: int
    numbers: Mapping[str, int]
    buckets: Mapping[str, list[int]]
    seconds: Mapping[str, float]


class Slot:
    """This process's file in `folder`; without a disk it counts for itself alone."""

    def __init__(self, folder: Path) -> None:
        self.descriptor = _claim(folder)
        self.before = _read(self.descriptor)[:_GROWING] if self.descriptor is not None else [0] * _GROWING
        self.written = b""

    def write(self, stats: Stats, counters: Iterable[int], gauges: Iterable[int]) -> None:
        """Writes all counts; `counters` are those that `stats` does not hold. Raises nothing."""
        own = [*(getattr(stats, name) for name in COUNTERS[:9]), *counters]
        for histogram in (stats.renders, stats.obtains):
            own += histogram.numbers()
        grown = (before + now for before, now in zip(self.before, own, strict=True))
        packed = _SHAPE.pack(_NAME, *grown, *gauges)
        if self.descriptor is None or packed == self.written:
            return
        try:
            os.pwrite(self.descriptor, packed, 0)
            self.written = packed
        except OSError as error:
            log.debug("the counts could not be written: %s", error)


def read(folder: Path) -> Tally:
    """What all processes together counted, as of a second ago; zeros where none ever did."""
    growing, live = [0] * _GROWING, []
    for path in sorted(folder.glob("*.counts")):
        found = _look(path)
        if found is None:
            continue
        numbers, alive = found
        growing = [one + other for one, other in zip(growing, numbers[:_GROWING], strict=True)]
        if alive:
            live.append(dict(zip(GAUGES, numbers[_GROWING:], strict=True)))
    return _tally(growing, live)


def _tally(growing: list[int], live: list[dict[str, int]]) -> Tally:
    numbers = dict(zip(COUNTERS, growing, strict=False))
    for name in GAUGES:
        numbers[name] = (max if name in OF_ALL else sum)([gauges[name] for gauges in live] or [0])
    starts = {name: len(COUNTERS) + place * _WIDTH for place, name in enumerate(HISTOGRAMS)}
    buckets = {name: growing[start : start + _WIDTH - 1] for name, start in starts.items()}
    seconds = {name: growing[start + _WIDTH - 1] / 1_000_000 for name, start in starts.items()}
    return Tally(len(live), numbers, buckets, seconds)


def _claim(folder: Path) -> int | None:
    """The first file that no living process holds, opened and locked until this process dies, however it dies."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for descriptor in _files(folder):
            try:
                # flock, not fcntl: closing another descriptor of the file, as `read` does, leaves the lock alone.
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                os.close(descriptor)
    except OSError as error:
        log.warning("what this process does is not counted: %s", error)
    return None


def _files(folder: Path) -> Iterator[int]:
    for number in range(MOST):
        yield os.open(folder / f"{number}.counts", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _look(path: Path) -> tuple[list[int], bool] | None:
    """The numbers in a file, and whether its process lives."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        numbers = _read(descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return numbers, True
        return numbers, False
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> list[int]:
    """The numbers in a file; zeros where it is empty, damaged, or of another version."""
    found = os.pread(descriptor, _SHAPE.size, 0)
    if len(found) != _SHAPE.size or found[:8] != _NAME:
        return [0] * (_GROWING + len(GAUGES))
    return list(_SHAPE.unpack(found)[1:])
