"""The index of all stories: one SQLite file in a folder of the home, beside the database and made from it.

It holds the vector of each story, and of each term the stories in which it weighs most. Those that share the heaviest
terms of a story are its candidates; only they are compared whole. So what a story costs hardly grows with the archive.

A rebuilt index is a file of its own with the next number, moved into place when it is whole: whoever reads the one
before goes on reading it. A change is one transaction, so a process that is killed leaves the index as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.related.scoring import Reals, Text, Vector, bag, freshness, hub, likeness, vector

VERSION = "1"
HEAVY = 48
"""Terms of a story by which it is found, and by which others find it."""
NOVEL = 24
"""Terms that it alone has, by which the next story on its matter will find it."""
CHAMPIONS = 400
"""Stories that are known of a term: those in which it weighs most."""
CANDIDATES = 100
"""Stories that are compared whole."""
NEAREST = 16
"""Stories that are kept as near to one: so many by their texts alone, and so many by their dates as well."""
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE story (
    key INTEGER PRIMARY KEY, day INTEGER NOT NULL, length REAL NOT NULL, hub REAL NOT NULL,
    terms BLOB NOT NULL, weights BLOB NOT NULL, near BLOB NOT NULL, likenesses BLOB NOT NULL
);
CREATE TABLE term (number INTEGER PRIMARY KEY, stories INTEGER NOT NULL, keys BLOB NOT NULL, weights BLOB NOT NULL);
"""
Keys = npt.NDArray[np.int64]


class NoIndexError(Exception):
    """There is no index, or what is there is damaged or of another version: it must be built."""


class Near(NamedTuple):
    """Stories that are near to one, the likest first: their keys, and how like they are."""

    keys: Keys
    likenesses: Reals

    @property
    def hub(self) -> float:
        """How like others the one is."""
        return hub(self.likenesses)


class Known(NamedTuple):
    """What the index knows of a story beside its vector."""

    key: int
    day: int
    length: float
    hub: float
    near: Near


def newest(folder: Path) -> Path | None:
    """The file of the index in `folder` that counts; None where there is none."""
    return max(folder.glob("*.index"), default=None, key=lambda path: int(path.stem) if path.stem.isdigit() else -1)


class Index:
    """An index that exists. Every method raises NoIndexError where the file is damaged."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.built = 0

    @classmethod
    def of(cls, folder: Path) -> Index:
        """The index in `folder`; raises NoIndexError where there is none that can be used."""
        path = newest(folder)
        if path is None:
            raise NoIndexError(f"There is no index in {folder}.")
        with _damage():
            self = cls(connect(path))
            found = dict(self.connection.execute("SELECT name, value FROM about"))
        if found.get("version") != VERSION:
            self.close()
            raise NoIndexError(f"{path} is of another version.")
        self.built = int(found["stories"])
        return self

    def close(self) -> None:
        """Ends the connection."""
        self.connection.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def count(self) -> int:
        """How many stories it holds."""
        with _damage():
            (number,) = self.connection.execute("SELECT count(*) FROM story").fetchone()
        return int(number)

    def is_outgrown(self) -> bool:
        """Whether so much was added since it was built that what terms weigh should be found anew."""
        return self.count() > 2 * self.built + 20

    def put(self, text: Text) -> Near:
        """Adds a story, or what became of it, and tells what is near to it; those learn of it too."""
        found = bag(text)
        with self._writing():
            self._drop(text.key)
            known = self._frequencies(found.terms) + 1
            new = vector(found, known, self.count() + 1)
            near = self.nearest(new, text.day)
            self._write(text, new, enlisted(new, known), near)
            self._tell(text.key, near)
        return near

    def drop(self, key: int) -> None:
        """Takes a story out."""
        with self._writing():
            self._drop(key)

    def nearest_of(self, key: int) -> Near:
        """The stories most like the one of that key, which is in the index."""
        with _damage():
            ((day, names, weights),) = self._rows(np.array([key]), "day, terms, weights")
        numbers, halves = _numbers(names), _halves(weights)
        return self.nearest(Vector(numbers, halves), day, key)

    def nearest(self, wanted: Vector, day: int, but: int = -1) -> Near:
        """The stories most like a vector of that day, but for the one of the key `but`."""
        with _damage():
            keys = self._candidates(wanted, but)
            rows = list(self._rows(keys, "key, day, terms, weights"))
        found, days = np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], np.int64)
        others = Vector(_numbers(b"".join(row[2] for row in rows)), _halves(b"".join(row[3] for row in rows)))
        like = likeness(wanted, others, np.array([len(row[3]) // 2 for row in rows], np.int64))
        order = np.lexsort((-found, -like))  # of those that are as like, the newest
        dated = np.argsort(-(like * freshness(days, day))[order], kind="stable")[:NEAREST]
        kept = np.union1d(np.arange(min(NEAREST, len(order))), dated)
        order = order[kept]
        order = order[like[order] > 0]
        return Near(found[order], like[order])

    def known(self, keys: Sequence[int] | Keys) -> dict[int, Known]:
        """What is known of the stories of these keys that are in the index."""
        with _damage():
            rows = self._rows(np.asarray(keys, np.int64), "near, likenesses, key, day, length, hub")
            return {
                row[2]: Known(row[2], row[3], row[4], row[5], Near(_longs(row[0]), _halves(row[1]))) for row in rows
            }

    def _rows(self, keys: Keys, columns: str) -> Iterator[tuple]:
        marks = ",".join("?" * len(keys))
        return iter(self.connection.execute(f"SELECT {columns} FROM story WHERE key IN ({marks})", keys.tolist()))  # noqa: S608

    def _candidates(self, wanted: Vector, but: int) -> Keys:
        lists = self._lists(wanted.heaviest(3 * HEAVY))
        rows = list(islice((row for row in lists if row[1] != np.int64(but).tobytes()), HEAVY))
        factors = np.repeat([weight for weight, _, _ in rows], [len(keys) // 8 for _, keys, _ in rows])
        keys, places = np.unique(_longs(b"".join(keys for _, keys, _ in rows)), return_inverse=True)
        sums = np.bincount(places, _halves(b"".join(weights for _, _, weights in rows)) * factors, len(keys))
        sums[keys == but] = 0
        best = np.argpartition(-sums, CANDIDATES)[:CANDIDATES] if len(keys) > CANDIDATES else np.arange(len(keys))
        return keys[best[sums[best] > 0]]

    def _lists(self, heavy: Vector) -> Iterator[tuple[float, bytes, bytes]]:
        """Of each term, the heaviest first, its weight and the stories that are known of it, if there are any."""
        sql = f"SELECT number, keys, weights FROM term WHERE number IN ({','.join('?' * len(heavy.terms))})"  # noqa: S608
        lists = {
            number: (keys, weights) for number, keys, weights in self.connection.execute(sql, heavy.terms.tolist())
        }
        for number, weight in zip(heavy.terms.tolist(), heavy.weights.tolist(), strict=True):
            keys, weights = lists.get(number, (b"", b""))
            if keys:
                yield weight, keys, weights

    def _frequencies(self, numbers: npt.NDArray[np.uint32]) -> Reals:
        known: dict[int, int] = {}
        for part in _portions(numbers.tolist()):
            sql = f"SELECT number, stories FROM term WHERE number IN ({','.join('?' * len(part))})"  # noqa: S608
            known.update(self.connection.execute(sql, part))
        return np.array([known.get(number, 0) for number in numbers.tolist()], np.float32)

    def _write(self, text: Text, new: Vector, heavy: Vector, near: Near) -> None:
        row = (text.key, text.day, new.length, near.hub, *packed(new), *near_packed(near))
        self.connection.execute("INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self.connection.executemany(
            "INSERT INTO term VALUES (?, 1, x'', x'') ON CONFLICT DO UPDATE SET stories = stories + 1",
            [(number,) for number in new.terms.tolist()],
        )
        for number, weight in zip(heavy.terms.tolist(), heavy.weights.tolist(), strict=True):
            self._enlist(number, text.key, weight)

    def _enlist(self, number: int, key: int, weight: float) -> None:
        row = self.connection.execute("SELECT keys, weights FROM term WHERE number = ?", [number]).fetchone()
        keys, weights = _longs(row[0]), _halves(row[1])
        others = keys != key
        place = int(np.searchsorted(-weights[others], -weight))
        keys, weights = np.insert(keys[others], place, key), np.insert(weights[others], place, weight)
        blobs = (keys[:CHAMPIONS].tobytes(), weights[:CHAMPIONS].astype(np.float16).tobytes())
        self.connection.execute("UPDATE term SET keys = ?, weights = ? WHERE number = ?", (*blobs, number))

    def _drop(self, key: int) -> None:
        row = self.connection.execute("SELECT terms FROM story WHERE key = ?", [key]).fetchone()
        if row is None:
            return
        # Lists of terms keep its key until they are rebuilt: who is not there is not compared.
        self.connection.execute("DELETE FROM story WHERE key = ?", [key])
        numbers = [(number,) for number in _numbers(row[0]).tolist()]
        self.connection.executemany("UPDATE term SET stories = stories - 1 WHERE number = ? AND stories > 0", numbers)

    def _tell(self, key: int, near: Near) -> None:
        """Those near to a story learn of it, so that how like others they are stays true."""
        known = self.known(near.keys)
        for other, like in zip(near.keys.tolist(), near.likenesses.tolist(), strict=True):
            keys, likenesses = known[other].near
            apart = keys != key
            place = int(np.searchsorted(-likenesses[apart], -like))
            keys = np.insert(keys[apart], place, key)[: 2 * NEAREST]
            likenesses = np.insert(likenesses[apart], place, like)[: 2 * NEAREST]
            nearer = Near(keys, likenesses)
            row = (nearer.hub, *near_packed(nearer), other)
            self.connection.execute("UPDATE story SET hub = ?, near = ?, likenesses = ? WHERE key = ?", row)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with _damage():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.commit()


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file of an index that is there; raises sqlite3.DatabaseError for any other."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", 30, uri=True, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-16000")
    return connection


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise
        raise NoIndexError(f"The index of related stories cannot be read: {error}.") from error


def enlisted(new: Vector, known: Reals) -> Vector:
    """The terms of a story by which it is found, if so many stories have each of its terms, itself among them."""
    shared, alone = new.only(known > 1).heaviest(HEAVY), new.only(known <= 1).heaviest(NOVEL)
    return Vector(np.concatenate([shared.terms, alone.terms]), np.concatenate([shared.weights, alone.weights]))


def packed(new: Vector) -> tuple[bytes, bytes]:
    """A vector as it is kept."""
    return new.terms.tobytes(), new.weights.astype(np.float16).tobytes()


def near_packed(near: Near) -> tuple[bytes, bytes]:
    """What is near to a story as it is kept."""
    return near.keys.astype(np.int64).tobytes(), near.likenesses.astype(np.float16).tobytes()


def _portions(numbers: list[int], size: int = 900) -> Iterable[list[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _numbers(blob: bytes) -> npt.NDArray[np.uint32]:
    return np.frombuffer(blob, np.uint32)


def _longs(blob: bytes) -> Keys:
    return np.frombuffer(blob, np.int64)


def _halves(blob: bytes) -> Reals:
    return np.frombuffer(blob, np.float16).astype(np.float32)
