"""Building the index of all stories at once: what their terms weigh, who is near to whom.

Three passes: read the texts, weigh their terms (which takes knowing how many stories have each), find the nearest of
each. The first and the last are done by as many processes as are asked for. What is under way lies in a file that no
reader looks for; it is moved into place whole.
"""

from __future__ import annotations

import fcntl
import sqlite3
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.related import index
from broadsheet.related.index import Index, Keys, enlisted, near_packed, packed
from broadsheet.related.scoring import PRESENT, Bag, Reals, Text, Vector, Weights, bag, vector

Terms = npt.NDArray[np.uint32]
Halves = npt.NDArray[np.float16]
Call = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
PORTION = 500
"""Stories that a process is given at a time."""

Said = Callable[[str, int], None]
"""Is told the name of a pass and how many stories are done with."""


class BusyError(Exception):
    """Another process builds the index of this folder now."""


def build(
    folder: Path,
    texts: Iterable[Text],
    processes: int = 1,
    said: Said = lambda step, count: None,
    weights: Weights = PRESENT,
) -> None:
    """Builds the index of `texts` in `folder` and puts it in the place of what is there; raises BusyError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        path = folder / "unfinished"
        _remove(path)
        connection = _begin(path)
        with _pool(processes) as call, tempfile.TemporaryFile(dir=folder) as spool:
            terms, known, stories = _read(call, texts, spool, said)
            spool.seek(0)
            if stories:
                _weigh(connection, spool, terms, known, stories, weights, said)
            connection.execute("INSERT INTO about VALUES ('version', ?), ('stories', ?)", [index.VERSION, stories])
            connection.commit()
            _find(call, connection, path, said)
            connection.commit()
        connection.close()
        _put_in_place(folder, path)


def _put_in_place(folder: Path, path: Path) -> None:
    before = [one for one in folder.glob("*.index") if one.stem.isdigit()]
    path.rename(folder / f"{max((int(one.stem) for one in before), default=0) + 1}.index")
    for one in before:
        _remove(one)


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _begin(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=OFF")  # who is interrupted begins anew
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-32000")
    connection.executescript(index.SCHEMA)
    return connection


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"Another process builds the index in {folder} now. Wait until it is done.") from None
        yield


# --- Reading ---------------------------------------------------------------------------------------------------------


def _read(call: Call, texts: Iterable[Text], spool: IO[bytes], said: Said) -> tuple[Terms, Reals, int]:
    """All terms in rising order, how many stories have each, and how many stories there are; bags go to `spool`."""
    terms, known, stories = np.array([], np.uint32), np.array([], np.float32), 0
    for bags in call(_bags, _portions(texts)):
        for text, found in bags:
            _spool(spool, text, found)
        here, counts = np.unique(np.concatenate([found.terms for _, found in bags]), return_counts=True)
        terms, known = _added(terms, known, here, counts.astype(np.float32))
        stories += len(bags)
        said("read", stories)
    return terms, known, stories


def _added(terms: Terms, known: Reals, here: Terms, counts: Reals) -> tuple[Terms, Reals]:
    every, places = np.unique(np.concatenate([terms, here]), return_inverse=True)
    return every, np.bincount(places, np.concatenate([known, counts]), len(every)).astype(np.float32)


def _bags(texts: list[Text]) -> list[tuple[tuple[int, int], Bag]]:
    return [((text.key, text.day), bag(text)) for text in texts]


def _spool(spool: IO[bytes], about: tuple[int, int], found: Bag) -> None:
    spool.write(np.array([*about, len(found.terms)], np.int64).tobytes())
    for part in (found.terms, found.title, found.lead, found.body):
        spool.write(part.tobytes())


def _spooled(spool: IO[bytes]) -> Iterator[tuple[int, int, Bag]]:
    while head := spool.read(24):
        key, day, size = np.frombuffer(head, np.int64).tolist()
        names = np.frombuffer(spool.read(4 * size), np.uint32)
        yield key, day, Bag(names, *(np.frombuffer(spool.read(4 * size), np.float32) for _ in range(3)))


# --- Weighing --------------------------------------------------------------------------------------------------------


def _weigh(
    connection: sqlite3.Connection,
    spool: IO[bytes],
    terms: Terms,
    known: Reals,
    stories: int,
    weights: Weights,
    said: Said,
) -> None:
    """Writes each story's vector, and of each term the stories in which it weighs most."""
    bags, heavy = _spooled(spool), _Heavy([], [], [])
    done = 0
    while portion := list(islice(bags, PORTION)):
        rows = []
        for key, day, found in portion:
            here = known[np.searchsorted(terms, found.terms)]
            new = vector(found, here, stories, weights)
            rows.append((key, day, new.length, *packed(new)))
            heavy.add(key, enlisted(new, here))
        connection.executemany("INSERT INTO story VALUES (?, ?, ?, 0, ?, ?, x'', x'')", rows)
        said("weigh", done := done + len(portion))
    connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?)", heavy.champions(terms, known))


class _Heavy(NamedTuple):
    """The heaviest terms of all stories."""

    keys: list[Keys]
    terms: list[Terms]
    weights: list[Halves]

    def add(self, key: int, found: Vector) -> None:
        self.keys.append(np.full(len(found.terms), key, np.int64))
        self.terms.append(found.terms)
        self.weights.append(found.weights.astype(np.float16))

    def champions(self, terms: Terms, known: Reals) -> Iterator[tuple[int, int, bytes, bytes]]:
        """A row for each of `terms`, which so many stories have."""
        keys, numbers, weights = np.concatenate(self.keys), np.concatenate(self.terms), np.concatenate(self.weights)
        order = np.lexsort((-weights, numbers))
        keys, numbers, weights = keys[order], numbers[order], weights[order]
        starts = np.searchsorted(numbers, terms)
        stops = np.minimum(np.searchsorted(numbers, terms, "right"), starts + index.CHAMPIONS)
        for number, stories, start, stop in zip(*(one.tolist() for one in (terms, known, starts, stops)), strict=True):
            yield number, int(stories), keys[start:stop].tobytes(), weights[start:stop].tobytes()


# --- Finding ---------------------------------------------------------------------------------------------------------


def _find(call: Call, connection: sqlite3.Connection, path: Path, said: Said) -> None:
    """Writes who is near to whom."""
    keys = [key for (key,) in connection.execute("SELECT key FROM story ORDER BY key")]
    rows: list[tuple[float, bytes, bytes, int]] = []
    for found in call(_nearest, ((path, part) for part in _portions(keys))):
        rows += found
        said("find", len(rows))
    connection.executemany("UPDATE story SET hub = ?, near = ?, likenesses = ? WHERE key = ?", rows)


def _nearest(asked: tuple[Path, list[int]]) -> list[tuple[float, bytes, bytes, int]]:
    path, keys = asked
    with Index(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as unfinished:
        found = ((key, unfinished.nearest_of(key)) for key in keys)
        return [(near.hub, *near_packed(near), key) for key, near in found]


# --- Processes -------------------------------------------------------------------------------------------------------


@contextmanager
def _pool(processes: int) -> Iterator[Call]:
    """How a function is called for each of many portions, its answers coming in their order."""
    if processes < 2:
        yield map
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:

        def call(work: Callable[[Any], Any], portions: Iterable[Any]) -> Iterator[Any]:
            under_way: deque[Future] = deque()
            for portion in portions:
                under_way.append(pool.submit(work, portion))
                if len(under_way) > 2 * processes:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()

        yield call


def _portions(things: Iterable[Any]) -> Iterator[list[Any]]:
    every = iter(things)
    while portion := list(islice(every, PORTION)):
        yield portion
