"""Where parts lie between requests and restarts: LMDB, shared by all processes of a paper. Knows no Django.

`Store` is all that the rest of the edge knows; another engine is one more file with these methods. None of them raises:
a store that is damaged, full or gone forgets, and pages are pressed again.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import lmdb

log = logging.getLogger("broadsheet.edge")
_ORDER = b"order"
_PARTS = b"parts"
_STATE = b"state"
LOW_WATER = 0.9
"""How full the store is left after it had to make room."""
MOST_REMADE = 20
"""A disk that damages the store more often than that is not trusted again before the next start."""
DAMAGED = (
    lmdb.CorruptedError,
    lmdb.InvalidError,
    lmdb.VersionMismatchError,
    lmdb.PageNotFoundError,
    lmdb.PanicError,
    lmdb.BadTxnError,
    lmdb.MapResizedError,
)
LONGEST_KEY = 500
"""LMDB takes keys of at most 511 bytes; parts with longer ones are not kept."""


class Store(Protocol):
    """Parts as bytes by key, at most so many bytes of them."""

    evicted: int
    """Parts that this process took out to make room."""
    remade: int
    """How often this process found the store damaged and made it anew."""

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, unless it was dropped or had to make room."""

    def put(self, key: str, part: bytes) -> None:
        """Keeps `part` under `key` in place of what was there."""

    def drop(self, key: str) -> None:
        """Forgets what is under `key`."""

    def clear(self) -> None:
        """Forgets everything."""

    def keys(self) -> Iterator[str]:
        """All keys, oldest first."""

    def sizes(self) -> tuple[int, int]:
        """How many parts there are, and how many bytes they take."""

    def close(self) -> None:
        """Lets go of the files."""


class LMDBStore:
    """The `Store` in the folder `path`, of at most `bound` bytes of parts.

    What was put longest ago makes room, unless this process has read it since: then it is put to the end of the row
    (second chance, also called clock).
    """

    def __init__(self, path: Path, bound: int) -> None:
        self.path = path
        self.bound = bound
        self.read: set[bytes] = set()
        self.evicted = self.remade = 0
        self.lock = threading.RLock()
        self.env: lmdb.Environment | None = None
        self._open()

    def get(self, key: str) -> bytes | None:
        name = key.encode()
        try:
            if self.env is None or len(name) > LONGEST_KEY:
                return None
            with self.env.begin(db=self.parts) as reading:
                found = reading.get(name)
        except lmdb.Error as error:
            self._mend(error)
            return None
        if found is None:
            return None
        if len(self.read) > 100_000:
            self.read.clear()
        self.read.add(name)
        return bytes(found[8:])

    def put(self, key: str, part: bytes) -> None:
        name = key.encode()
        if self.env is None or len(name) > LONGEST_KEY or len(part) > self.bound // 4:
            return
        try:
            self._put(name, part)
        except lmdb.Error as error:
            self._mend(error)

    def drop(self, key: str) -> None:
        try:
            if self.env is not None:
                with self.env.begin(write=True) as writing:
                    self._remove(writing, key.encode(), self._size(writing))
        except lmdb.Error as error:
            self._mend(error)

    def clear(self) -> None:
        if self.env is not None:
            self._empty()

    def keys(self) -> Iterator[str]:
        if self.env is None:
            return
        with self.env.begin(db=self.order) as reading:
            yield from [bytes(name).decode() for _, name in reading.cursor()]

    def sizes(self) -> tuple[int, int]:
        if self.env is None:
            return 0, 0
        with self.env.begin() as reading:
            return reading.stat(self.parts)["entries"], self._size(reading)

    def close(self) -> None:
        if self.env is not None:
            self.env.close()
            self.env = None

    def _open(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # Twice the bound: pages of LMDB are not filled to the brim, and a reader holds on to what was overwritten.
            self.env = lmdb.open(
                str(self.path),
                map_size=max(2 * self.bound, 1 << 24),
                max_dbs=4,
                sync=False,
                metasync=False,
                max_readers=512,
                mode=0o600,
            )
            self.env.reader_check()
            self.parts = self.env.open_db(_PARTS)
            self.order = self.env.open_db(_ORDER)
            self.state = self.env.open_db(_STATE)
        except (lmdb.Error, OSError) as error:
            self.env = None
            self._mend(error)

    def _mend(self, error: Exception) -> None:
        """Makes a damaged store anew and empties a full one; the lack of a disk is not mended by either."""
        log.warning("the store in %s: %s", self.path, error)
        with self.lock:
            if isinstance(error, lmdb.MapFullError):
                self._empty()
            elif isinstance(error, DAMAGED):
                self._remake()

    def _empty(self) -> None:
        assert self.env is not None
        self.env.reader_check()
        try:
            with self.env.begin(write=True) as writing:
                for database in (self.parts, self.order, self.state):
                    writing.drop(database, delete=False)
        except lmdb.Error:
            self._remake()

    def _remake(self) -> None:
        """A new store in place of the old one; processes that still read the old files are not disturbed."""
        if self.env is not None:
            self.env.close()
            self.env = None
        self.remade += 1
        if self.remade <= MOST_REMADE:
            shutil.rmtree(self.path, ignore_errors=True)
            self._open()

    def _put(self, name: bytes, part: bytes) -> None:
        assert self.env is not None
        with self.env.begin(write=True) as writing:
            size = self._remove(writing, name, self._size(writing))
            size = self._make_room(writing, size, len(part))
            self._append(writing, name, part)
            writing.put(b"size", (size + len(part)).to_bytes(8, "big"), db=self.state)

    def _append(self, writing: lmdb.Transaction, name: bytes, part: bytes) -> None:
        turn = int.from_bytes(writing.get(b"turn", b"", db=self.state), "big") + 1
        place = turn.to_bytes(8, "big")
        writing.put(b"turn", place, db=self.state)
        writing.put(place, name, db=self.order)
        writing.put(name, place + part, db=self.parts)

    def _remove(self, writing: lmdb.Transaction, name: bytes, size: int) -> int:
        """Takes out what is under `name`; the size that is left."""
        old = writing.get(name, db=self.parts)
        if old is None:
            return size
        size -= len(old) - 8
        writing.delete(bytes(old[:8]), db=self.order)
        writing.delete(name, db=self.parts)
        writing.put(b"size", size.to_bytes(8, "big"), db=self.state)
        return size

    def _make_room(self, writing: lmdb.Transaction, size: int, needed: int) -> int:
        """Takes out from the front of the row until `needed` bytes fit; the size that is left."""
        if size + needed <= self.bound:
            return size
        chances = writing.stat(self.parts)["entries"]
        while size + needed > self.bound * LOW_WATER:
            with writing.cursor(db=self.order) as cursor:
                if not cursor.first():
                    return 0
                name = bytes(cursor.value())
            if name in self.read and chances > 0:
                chances -= 1
                self.read.discard(name)
                part = writing.get(name, db=self.parts)
                self._remove(writing, name, size)
                self._append(writing, name, bytes(part[8:] if part else b""))
                continue
            size = self._remove(writing, name, size)
            self.evicted += 1
        return size

    def _size(self, reading: lmdb.Transaction) -> int:
        return int.from_bytes(reading.get(b"size", b"", db=self.state), "big")
