"""What readers get while the application behind the edge is still being loaded."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from broadsheet.edge import later as waiting
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.later import Behind, Later
from broadsheet.edge.rsgi import Entrance
from tests.edge.edges import Headers, Scope, Sent, World, answer, run, settled


class Start:
    """A paper whose second process has begun and is being loaded until `finish`; a first one has kept "/"."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.origin.pages.update({"/": answer("kept", "front"), "/new/": answer("new")})
        self.loaded = Event()
        self.later = Later()
        self.kept: list[object] = []
        self.threads = ThreadPoolExecutor(4)
        edge = self.world.another(folder, self.threads)
        edge.origin = self.later.press
        self.entrance = Entrance(edge, Bridge(self.later.answer), "http", lambda host: host)

    def behind(self) -> Behind:
        assert self.loaded.wait(60)
        return Behind(self.world.origin, PlainTextResponse("everything"), self.kept.append)

    def play(self, scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            await self.world.edge.obtain(waiting.Address("http", "paper.example", "/", ""))
            self.later.begin(self.behind)
            await scene()

        run(whole())

    async def ask(self, path: str = "/", method: str = "GET") -> Sent:
        sent = Sent()
        await self.entrance.__rsgi__(Scope(path, method=method, headers=Headers({"host": "paper.example"})), sent)
        return sent

    def asking(self, path: str = "/", method: str = "GET") -> asyncio.Task[Sent]:
        return asyncio.create_task(self.ask(path, method))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    start = Start(tmp_path)
    yield start
    start.loaded.set()
    start.threads.shutdown()
    start.world.close()


def test_a_page_that_was_kept_is_sent_before_loading_has_ended(start: Start) -> None:
    async def scene() -> None:
        sent = await start.ask()
        assert (sent.status, sent.body, sent.head["cache-status"]) == (
            200,
            b"kept",
            "Broadsheet; hit; detail=reassembled",
        )
        assert (await start.ask()).head["cache-status"] == "Broadsheet; hit"

    start.play(scene)


def test_a_page_that_was_changed_since_waits_until_it_can_be_pressed(start: Start) -> None:
    async def scene() -> None:
        start.world.origin.pages["/"] = answer("changed", "front")
        start.world.source.bump("front")
        asking = start.asking()
        await settled()
        assert not asking.done()
        start.loaded.set()
        assert (await asking).body == b"changed"

    start.play(scene)


def test_so_does_what_is_changed_while_kept_pages_are_sent(start: Start) -> None:
    async def scene() -> None:
        assert (await start.ask()).body == b"kept"
        start.world.origin.pages["/"] = answer("changed", "front")
        start.world.source.bump("front")
        asking = start.asking()
        await settled()
        assert not asking.done()
        start.loaded.set()
        assert (await asking).body == b"changed"

    start.play(scene)


def test_what_was_never_asked_and_what_is_no_page_wait(start: Start) -> None:
    async def scene() -> None:
        asked = [start.asking("/new/"), start.asking("/desk/"), start.asking(method="POST")]
        await settled()
        assert not any(asking.done() for asking in asked)
        start.loaded.set()
        assert [(await asking).body for asking in asked] == [b"new", b"everything", b"everything"]

    start.play(scene)


def test_somebody_who_gives_up_takes_nothing_with_him(start: Start) -> None:
    async def scene() -> None:
        first, second = start.asking("/desk/"), start.asking("/desk/")
        await settled()
        first.cancel()
        await settled()
        start.loaded.set()
        assert (await second).body == b"everything"

    start.play(scene)


def test_nobody_waits_for_ever(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)

    async def scene() -> None:
        sent = await start.ask("/desk/")
        assert (sent.status, sent.head["retry-after"], sent.head["cache-control"]) == (503, "5", "no-store")
        start.loaded.set()

    start.play(scene)


def test_what_was_counted_is_kept_once_somebody_can(start: Start) -> None:
    async def scene() -> None:
        keeping = start.threads.submit(start.later.keep, {("story:1", ""): 1})
        await settled()
        assert not start.kept
        start.loaded.set()
        await asyncio.wrap_future(keeping)
        assert start.kept == [{("story:1", ""): 1}]

    start.play(scene)


BROKEN = """
import threading
from broadsheet.edge.later import Later

def load():
    raise ModuleNotFoundError("No module named 'wagtail'")

later = Later()
later.begin(load)
threading.Event().wait(60)
"""


def test_what_cannot_be_loaded_ends_the_process_and_says_why() -> None:
    done = subprocess.run([sys.executable, "-c", BROKEN], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "the paper could not be loaded" in done.stderr
    assert "No module named 'wagtail'" in done.stderr
