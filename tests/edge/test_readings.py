"""Readings are counted in memory, handed on from time to time, and not lost where they cannot be kept at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.edge import readings as module
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.readings import Readings
from broadsheet.edge.rsgi import Entrance
from tests.edge.edges import Headers, Scope, Sent, World, answer
from tests.edge.test_readers import FIREFOX

BY_LINK = {"user-agent": FIREFOX, "referer": "https://www.example.org/links?today"}


async def nobody(*asked: object) -> None:
    """Stands where all goes that is no page."""


class Kept:
    """Keeps what it is handed, or fails so often first."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.got: list[dict[tuple[str, str], int]] = []

    def __call__(self, counts) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the database is busy")
        self.got.append(dict(counts))


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


def test_what_was_read_is_told_by_subject_and_host(threads) -> None:
    readings = Readings(Kept(), threads)
    for path in ("links", "links?page=2"):
        readings.note("7", {**BY_LINK, "referer": f"https://www.example.org/{path}"}.get)
    readings.note("7", {"user-agent": FIREFOX}.get)
    readings.note("7", {"user-agent": "curl/8"}.get)
    assert readings.take() == {("7", "example.org"): 2, ("7", ""): 1}
    assert readings.take() == {}


def test_beyond_a_limit_it_is_not_told_where_readers_came_from(threads, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    readings = Readings(Kept(), threads)
    for number in range(5):
        readings.note("7", {**BY_LINK, "referer": f"https://number{number}.example/"}.get)
    assert readings.take() == {("7", "number0.example"): 1, ("7", "number1.example"): 1, ("7", ""): 3}


def test_what_cannot_be_kept_at_once_is_kept_later(threads, monkeypatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.001)
    kept = Kept(failures=3)
    readings = Readings(kept, threads)
    readings.note("7", BY_LINK.get)

    async def serve() -> None:
        readings.begin(asyncio.get_running_loop())
        while not kept.got:
            await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(serve(), 60))
    assert kept.got == [{("7", "example.org"): 1}]


def test_the_end_of_a_process_hands_on_what_it_has(threads) -> None:
    kept = Kept()
    readings = Readings(kept, threads)
    readings.end()
    readings.note("7", BY_LINK.get)
    readings.end()
    assert kept.got == [{("7", "example.org"): 1}]


def test_pages_with_a_subject_are_counted_however_they_are_sent(tmp_path: Path, threads) -> None:
    world, readings = World(tmp_path), Readings(Kept(), threads)
    world.origin.pages["/story/"] = answer("<p>The council met.</p>", headers=[(module.SUBJECT, "7")])
    world.origin.pages["/"] = answer("<p>The front.</p>")
    entrance = Entrance(world.edge, Bridge(nobody), "http", lambda host: "paper.example", readings=readings)

    def ask(path: str, method: str = "GET", **more: str) -> Sent:
        sent = Sent()
        headers = Headers({"host": "paper.example", **BY_LINK, **more})
        asyncio.run(entrance.__rsgi__(Scope(path, "", method, headers), sent))
        return sent

    first = ask("/story/")
    assert module.SUBJECT not in dict(first.headers)
    again = ask("/story/", **{"if-none-match": dict(first.headers)["etag"]})
    assert again.status == 304
    ask("/story/")
    ask("/story/", "HEAD")
    ask("/")
    ask("/story/", **{"sec-purpose": "prefetch"})
    assert readings.take() == {("7", "example.org"): 3}
    world.close()
