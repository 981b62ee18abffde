"""The harness that looks for stale answers: it counts them where there are some, and none where there are none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest

from bench.edge.reader import Reader
from bench.edge.staleness import Commit, Sample, shown, stale
from broadsheet.edge.flights import Flights
from broadsheet.edge.generations import Generations
from broadsheet.edge.origin import Address, Answer
from broadsheet.edge.pressing import Pressing
from broadsheet.edge.serving import Edge
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.stats import Stats
from broadsheet.edge.store import LMDBStore

PATHS = ("/", "/sport/")
PUBLISHES = 5


def _sample(sent: float, headline: int = 0, address: int = 0, status: int = 200) -> Sample:
    return Sample("/", sent, sent + 1, sent + 1, status, headline, address)


def test_the_greatest_numbers_in_headlines_and_addresses_are_read() -> None:
    body = b"<a href=/politics/edition-3/>Edition 4 of the harbour</a> Edition 2 of it, edition-9"
    assert shown(body) == (4, 3)
    assert shown(b"nothing") == (0, 0)


def test_an_answer_asked_for_after_a_commit_that_shows_what_was_before_is_stale() -> None:
    commits = [Commit(10.0, 1, 1), Commit(20.0, 2, 1)]
    samples = [_sample(9, 0), _sample(15, 1), _sample(19, 1), _sample(21, 2), _sample(22, 1)]
    assert stale(samples, commits) == [(samples[-1], commits[-1])]


def test_an_answer_without_headlines_is_judged_by_addresses() -> None:
    commits = [Commit(10.0, 1, 1), Commit(20.0, 2, 1), Commit(30.0, 3, 3)]
    assert not stale([_sample(25, address=1)], commits)
    assert len(stale([_sample(31, address=1)], commits)) == 1


def test_what_shows_no_number_or_failed_is_not_judged() -> None:
    assert not stale([_sample(11), _sample(11, 1, status=404)], [Commit(10.0, 2, 2)])


class _Paper:
    """A paper of one headline, whose commits the edge can look at: it is origin and source in one."""

    waits = False

    def __init__(self) -> None:
        self.number = self.seen = 0

    def __call__(self, address: Address) -> Answer:
        body = f"<h1>Edition {self.number} of the harbour</h1>".encode()
        headers = [("content-type", "text/html")]
        return Answer(200, headers, body, Pressing(tags={"paper"}, storable=True))

    async def refresh(self) -> None: ...

    def moved(self) -> bool:
        return self.number != self.seen

    def since(self, number: int) -> tuple[int, Sequence[tuple[str, int]]]:
        self.seen = self.number
        return self.number, [("paper", self.number)] if self.number > number else []

    def newest(self, tags: Iterable[str]) -> int:
        return self.number


class _Blind(Generations):
    """The planted fault: looks once, and then serves by what it knew."""

    def look(self) -> bool:
        return self.reachable or super().look()


async def _serve(edge: Edge, tasks: list[asyncio.Task[None] | None]) -> asyncio.Server:
    """HTTP/1.1 in the least that the reader needs, in front of `edge`, asked as the entrance asks it."""

    async def answer(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.current_task())
        while request := await reading.readline():
            while (await reading.readline()).strip():
                pass
            path = request.split()[1].decode()
            edge.generations.look()
            page = edge.ready(f"paper{path}") or (await edge.obtain(Address("http", "paper", path, ""))).page
            body = page.body("")
            writing.write(f"HTTP/1.1 {page.status} OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        writing.close()
        await writing.wait_closed()

    return await asyncio.start_server(answer, "127.0.0.1", 0)


async def _run(paper: _Paper, edge: Edge) -> list[tuple[Sample, Commit]]:
    tasks: list[asyncio.Task[None] | None] = []
    server = await _serve(edge, tasks)
    reader = Reader("127.0.0.1", server.sockets[0].getsockname()[1])
    await reader.connect(4)
    commits = []
    for _ in range(PUBLISHES):
        paper.number += 1
        commits.append(Commit(time.monotonic(), paper.number, 0))
        await reader.keep_asking(cycle(PATHS), rate=500, seconds=0.05)
    await reader.close()
    server.close()
    await asyncio.gather(*(task for task in tasks if task is not None))
    assert not reader.failed
    assert len(reader.samples) >= PUBLISHES
    return stale(reader.samples, commits)


@pytest.mark.parametrize(("generations", "is_stale"), [(Generations, False), (_Blind, True)])
def test_an_edge_that_does_not_look_is_caught_and_one_that_looks_is_not(
    tmp_path: Path, generations: type[Generations], is_stale: bool
) -> None:
    paper = _Paper()
    with ThreadPoolExecutor(1) as threads:
        store = LMDBStore(tmp_path / "store", 1 << 20)
        edge = Edge(paper, generations(paper), store, Shelf(1 << 20), Flights(None), threads, Stats())
        found = asyncio.run(_run(paper, edge))
        store.close()
    assert bool(found) is is_stale
