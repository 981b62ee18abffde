"""An edge without Django and without a server: an origin, a source of generations and a request that tests steer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broadsheet.edge import parts
from broadsheet.edge.flights import Flights
from broadsheet.edge.generations import Generations, UnreachableError
from broadsheet.edge.numbers import following, place
from broadsheet.edge.origin import Address, Answer
from broadsheet.edge.pages import Page
from broadsheet.edge.parts import Part, Text
from broadsheet.edge.pressing import Pressing
from broadsheet.edge.serving import HIT, RAW, Edge, Found
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.stats import Stats
from broadsheet.edge.store import LMDBStore

HTML = ("content-type", "text/html; charset=utf-8")
ESI = ("surrogate-control", 'content="ESI/1.0"')


def answer(
    body: str | bytes = b"", *tags: str, status: int = 200, headers: Iterable[tuple[str, str]] = (),
    storable: bool = True, expires: float | None = None,
) -> Answer:  # fmt: skip
    """An answer of the origin that may be kept; with includes where `body` has some."""
    body = body.encode() if isinstance(body, str) else body
    more = [HTML, *([ESI] if b"<esi:" in body else []), *headers]
    return Answer(status, more, body, Pressing(set(tags or ("paper",)), expires=expires, storable=storable))


def page(body: str | bytes, status: int = 200, pressed: float = 0.0, **more: Any) -> Page:
    """A page of one part."""
    part = parts.make(answer(body, status=status, **more), 1, pressed)
    return Page(part, [piece for piece in part.pieces if isinstance(piece, Text)], [part], 1, False)


def address(path: str = "/", query: str = "") -> Address:
    """An address of the paper."""
    return Address("http", "paper.example", path, query)


class FakeSource:
    """Generations in a dict; `bump` is a commit."""

    def __init__(self, waits: bool = False) -> None:
        self.waits = waits
        self.numbers: dict[str, int] = {}
        self.reachable = True
        self.told = -1
        self.asked = 0

    def bump(self, *tags: str) -> None:
        number = following(max(self.numbers.values(), default=0))
        self.numbers.update(dict.fromkeys([*tags, place(number)], number))

    def _require(self) -> None:
        self.asked += 1
        if not self.reachable:
            raise UnreachableError("gone")

    async def refresh(self) -> None:
        self._require()

    def moved(self) -> bool:
        self._require()
        return max(self.numbers.values(), default=0) != self.told

    def since(self, number: int) -> tuple[int, Sequence[tuple[str, int]]]:
        self._require()
        self.told = max(self.numbers.values(), default=0)
        return self.told, [(tag, found) for tag, found in self.numbers.items() if found > number]

    def newest(self, tags: Iterable[str]) -> int:
        self._require()
        return max((self.numbers.get(tag, 0) for tag in tags), default=0)


class FakeOrigin:
    """Answers by path; counts how often each is asked. An answer may be a function, called in the origin's thread."""

    def __init__(self, **pages: Answer) -> None:
        self.pages: dict[str, Answer | Callable[[], Answer]] = dict(pages)
        self.asked: list[str] = []
        self.lock = threading.Lock()

    def __call__(self, address: Address) -> Answer:
        name = f"{address.path}?{address.query}" if address.query else address.path
        with self.lock:
            self.asked.append(name)
        found = self.pages.get(name) or answer("Not found", status=404, storable=False)
        return found() if callable(found) else found


class AtOnce(Executor):
    """Calls where others would call in a thread: nothing happens at the same time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class World:
    """An edge with its origin and source, in the folder `path`."""

    def __init__(self, path: Path, threads: Executor | None = None, waits: bool = False) -> None:
        self.origin = FakeOrigin()
        self.source = FakeSource(waits)
        self.store = LMDBStore(path / "store", 8 << 20)
        self.edge = self.another(path, threads)

    def another(self, path: Path, threads: Executor | None = None) -> Edge:
        """An edge of another process, so to say: it shares the store, not the shelf."""
        return Edge(
            self.origin, Generations(self.source), self.store, Shelf(8 << 20), Flights[Part](path / "flights"),
            threads or AtOnce(), Stats(),
        )  # fmt: skip

    def close(self) -> None:
        self.store.close()


class Headers(dict[str, str]):
    """A request's headers by name in lower case; `more` holds those that come a second time."""

    more: tuple[tuple[str, str], ...] = ()

    def get_all(self, name: str) -> list[str]:
        return [value for found, value in (*self.items(), *self.more) if found == name]


@dataclass
class Scope:
    """What an RSGI server tells of a request."""

    path: str = "/"
    query_string: str = ""
    method: str = "GET"
    headers: Headers = field(default_factory=lambda: Headers({"host": "paper.example"}))
    authority: str = ""
    scheme: str = "http"
    http_version: str = "1.1"
    client: str = "127.0.0.1:1234"
    server: str = "127.0.0.1:80"


class Sent:
    """An RSGI protocol that notes what it is to send."""

    def __init__(self, *chunks: bytes, closes_after: int | None = None) -> None:
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.body: bytes | None = None
        self.file = ""
        self.answers = 0
        self.chunks = list(chunks)
        self.closes_after = closes_after
        self.disconnected = asyncio.Event()

    def _begin(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = status, headers
        self.answers += 1

    @property
    def head(self) -> dict[str, str]:
        return dict(self.headers)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self._begin(status, headers)

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        self.response_bytes(status, headers, body.encode())

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self._begin(status, headers)
        self.body = body

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        self._begin(status, headers)
        self.file = file

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Sent:
        self._begin(status, headers)
        self.body = b""
        return self

    async def send_bytes(self, chunk: bytes) -> None:
        if self.closes_after is not None and len(self.body or b"") >= self.closes_after:
            raise RuntimeError("closed")
        self.body = (self.body or b"") + chunk

    def __aiter__(self) -> Sent:
        return self

    async def __anext__(self) -> bytes:
        if not self.chunks:
            raise StopAsyncIteration
        return self.chunks.pop(0)

    async def client_disconnect(self) -> None:
        await self.disconnected.wait()


FAILED = answer("It failed", status=500, storable=False)


def run(scene: Coroutine[Any, Any, None]) -> None:
    """Plays a scene to its end."""
    asyncio.run(asyncio.wait_for(scene, 60))


async def settled() -> None:
    """Lets what is under way in the loop come to its end."""
    for _ in range(10):
        await asyncio.sleep(0)


async def ask(edge: Edge, path: str = "/", query: str = "", raw: bool = False) -> Found:
    """What a reader gets, as the entrance asks for it."""
    await edge.generations.look_and_wait()
    where = address(path, query)
    page = edge.ready(where.key + RAW if raw else where.key)
    return Found(page, HIT) if page else await edge.obtain(where, raw)


def body(found: Found) -> str:
    """The text that a reader sees."""
    return found.page.body("").decode()
