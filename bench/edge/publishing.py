"""Publishing under load: how soon every surface shows it, and whether any answer was stale.

A reader asks 200 addresses a thousand times a second, surfaces and stories alike, so that within a tenth of a second
about every third surface is asked. After each publish a few surfaces in turn are asked at once on top of that, after
every fifth all of them, which is told apart. What is told is the time from the commit to the first fresh byte of each.
The index of related stories is there before: a paper has it built once, which takes a processor for minutes.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from itertools import cycle, islice
from random import Random
from statistics import median, quantiles
from typing import Any

import uvloop

from bench.edge.hits import story_paths
from bench.edge.reader import Reader
from bench.edge.server import Server
from bench.edge.staleness import Commit, Sample, is_fresh, stale
from bench.homes import environment, home_of

RATE = 1000
ADDRESSES = 200
LINES = 64
PUBLISHES = 100
AT_ONCE = 3
"""Surfaces that are asked at the moment of a publish."""
ALL_EVERY = 5
PAUSE = 0.8
"""Seconds between a publish and the next, without which no page would ever be a hit."""
TRIES = 200


def measure(size: int, port: int, publishes: int = PUBLISHES) -> dict[str, Any]:
    """Times from commit to first fresh byte, stale answers, and what the load was like."""
    _index(size)
    with Server(size, port, workers=0) as server:
        paths = story_paths(server, ADDRESSES)
        return uvloop.run(_Run(server, size, paths).go(publishes))


def _index(size: int) -> None:
    home = home_of(size)
    if not any((home / "related").glob("*.index")):
        command = [sys.executable, "-m", "broadsheet", "--home", str(home), "related", "rebuild"]
        subprocess.run(command, env=environment(size), check=True)


class _Run:
    """One run: a publisher in a process of its own, a reader with load in this one."""

    def __init__(self, server: Server, size: int, paths: list[str]) -> None:
        self.reader = Reader("127.0.0.1", server.port)
        self.size = size
        self.paths = paths
        self.commits: list[Commit] = []
        self.visible: dict[str, list[float]] = defaultdict(list)
        self.burst: list[float] = []
        """The same where all surfaces were asked at once."""
        self.turn = 0

    async def go(self, publishes: int) -> dict[str, Any]:
        publisher = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.edge.publisher", env=environment(self.size),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        surfaces = await self._publish(publisher)
        asked = [path for name, path in surfaces.items() if name != "search"]
        asked = (asked + self.paths)[:ADDRESSES]
        Random(5).shuffle(asked)
        await self.reader.connect(LINES)
        for path in asked:  # pressed once, so that the load begins with hits
            await self.reader.ask(path)
        load = asyncio.create_task(self.reader.keep_asking(cycle(asked), RATE, publishes * (PAUSE + 0.35)))
        for _ in range(publishes):
            await asyncio.sleep(PAUSE)
            await self._see(await self._publish(publisher))
        load.cancel()
        assert publisher.stdin is not None
        publisher.stdin.close()
        await publisher.wait()
        return self._figures()

    async def _publish(self, publisher: asyncio.subprocess.Process) -> dict[str, str]:
        assert publisher.stdin is not None
        assert publisher.stdout is not None
        publisher.stdin.write(b"publish\n")
        told = json.loads(await publisher.stdout.readline())
        surfaces: dict[str, str] = told.pop("surfaces")
        self.commits.append(Commit(**told))
        return surfaces

    async def _see(self, surfaces: dict[str, str]) -> None:
        commit, count = self.commits[-1], len(self.commits)
        if count % ALL_EVERY == 0:
            seen = await asyncio.gather(*(self._until_fresh(path, commit) for path in surfaces.values()))
            self.burst += [_waited(sample, commit) for sample in seen]
            return
        names = list(islice(cycle(surfaces), self.turn, self.turn + AT_ONCE))
        self.turn = (self.turn + AT_ONCE) % len(surfaces)
        seen = await asyncio.gather(*(self._until_fresh(surfaces[name], commit) for name in names))
        for name, sample in zip(names, seen, strict=True):
            self.visible[name].append(_waited(sample, commit))

    async def _until_fresh(self, path: str, commit: Commit) -> Sample:
        for _ in range(TRIES):
            sample = await self.reader.ask(path)
            if sample.status == 200 and is_fresh(sample, commit):
                return sample
            await asyncio.sleep(0.005)
        raise RuntimeError(f"{path} does not show what was published: {sample}")

    def _figures(self) -> dict[str, Any]:
        everything = [one for times in self.visible.values() for one in times]
        found = stale(self.reader.samples, self.commits)
        for sample, commit in found[:5]:
            print("stale:", sample, commit, file=sys.stderr)
        first, last = self.reader.samples[0].sent, self.reader.samples[-1].sent
        return {
            "p99": _high(everything),
            "p50": median(everything),
            "burst": (median(self.burst), _high(self.burst)) if self.burst else (0.0, 0.0),
            "surfaces": {name: (median(times), _high(times)) for name, times in self.visible.items()},
            "stale": len(found),
            "failed": len(self.reader.failed),
            "answers": len(self.reader.samples),
            "judged": sum(1 for sample in self.reader.samples if sample.headline or sample.address),
            "rate": len(self.reader.samples) / (last - first),
            "publishes": len(self.commits),
        }


def _waited(sample: Sample, commit: Commit) -> float:
    return (sample.first - commit.at) * 1000


def _high(times: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(times, n=100, method="inclusive")[-1] if len(times) > 1 else times[0]
