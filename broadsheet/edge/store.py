"""Where parts lie between requests and restarts: LMDB, shared by all processes of a paper. Knows no Django.

`Store` is all that the rest of the edge knows; another engine is one more file with these methods. None of them raises:
a store that is damaged, full or gone forgets, and pages are pressed again.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import lmdb

from broadsheet.edge.marker import Marker

log = logging.getLogger("broadsheet.edge")
_ORDER = b"order"
_PARTS = b"parts"
_STATE = b"state"
LOW_WATER = 0.98
"""How full the store is left after it had to make room: little at a time, since readers wait meanwhile."""
CHANCES = 50
"""Parts at most that are put to the end of the row, which copies them, each time room is made."""
PAGE = 4_096
HEADS = 120
"""Bytes that LMDB and we need for a part's name and place, rounded up."""
OVERFLOW = 24
"""Bytes of LMDB's and ours that stand before a part on pages of its own."""
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

    def put(self, key: str, part: bytes, number: int = 0) -> None:
        """Keeps `part` under `key` in place of what was there; it was pressed at generation `number`."""

    def drop(self, key: str) -> None:
        """Forgets what is under `key`."""

    def clear(self) -> None:
        """Forgets everything."""

    def keys(self) -> Iterator[str]:
        """All keys, oldest first."""

    def sizes(self) -> tuple[int, int]:
        """How many parts there are, and how many bytes they take."""

    def newest(self) -> int:
        """The newest generation of all that was put since the store was last empty."""

    def close(self) -> None:
        """Lets go of the files."""


def room(part: bytes) -> int:
    """Bytes that a part takes on disk: what is longer than half a page of LMDB takes whole pages."""
    within = len(part) + HEADS
    return within if within <= PAGE // 2 else -(-(len(part) + OVERFLOW) // PAGE) * PAGE + HEADS


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
        self.inode = 0
        self.marker = Marker(path.parent)
        self._open()

    def get(self, key: str) -> bytes | None:
        name, found = key.encode(), b""
        with self._safely() as env:
            if env is not None and len(name) <= LONGEST_KEY:
                with env.begin(db=self.parts) as reading:
                    found = bytes(reading.get(name, b""))
        if not found:
            return None
        if len(self.read) > 100_000:
            self.read.clear()
        self.read.add(name)
        return found[8:]

    def put(self, key: str, part: bytes, number: int = 0) -> None:
        name = key.encode()
        with self._safely() as env:
            if env is not None and len(name) <= LONGEST_KEY and room(part) <= self.bound // 4:
                self._put(env, name, part, number)

    def drop(self, key: str) -> None:
        name = key.encode()
        with self._safely() as env:
            if env is not None and len(name) <= LONGEST_KEY:
                with env.begin(write=True) as writing:
                    self._remove(writing, name, self._number(writing, b"size"))

    def clear(self) -> None:
        with self._safely() as env:
            if env is not None:
                self._empty(env)

    def keys(self) -> Iterator[str]:
        names: list[bytes] = []
        with self._safely() as env:
            if env is not None:
                with env.begin(db=self.order) as reading:
                    names = [name for _, name in reading.cursor()]
        return (name.decode("utf-8", "replace") for name in names)

    def sizes(self) -> tuple[int, int]:
        with self._safely() as env:
            if env is not None:
                with env.begin() as reading:
                    return reading.stat(self.parts)["entries"], self._number(reading, b"size")
        return 0, 0

    def newest(self) -> int:
        with self._safely() as env:
            if env is not None:
                with env.begin() as reading:
                    return self._number(reading, b"newest")
        return 0

    def close(self) -> None:
        self.marker.remove()
        if self.env is not None:
            self.env.close()
            self.env = None

    # --- Opening and mending ---------------------------------------------------------------------------------------

    @contextmanager
    def _safely(self) -> Iterator[lmdb.Environment | None]:
        """The environment, one thread at a time; what goes wrong with it is mended, and the caller goes on."""
        with self.lock:
            try:
                self.marker.enter()
                yield self.env
            except (lmdb.Error, OSError) as error:
                self._mend(error)
            finally:
                self.marker.leave()

    def _open(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with self._alone():
                if self.marker.killed_within():
                    log.warning("the store in %s: a process died in it; it is made anew", self.path)
                    shutil.rmtree(self.path, ignore_errors=True)
                    self.path.mkdir(parents=True, exist_ok=True)
                self.marker.enter()
                self._open_alone()
                self.marker.leave()
        except (lmdb.Error, OSError) as error:
            self._mend(error)

    def _open_alone(self) -> None:
        file = self.path / "data.mdb"
        # Twice the bound: pages of LMDB are not filled to the brim, and a reader holds on to what was overwritten.
        env = lmdb.open(
            str(self.path),
            map_size=max(2 * self.bound, 1 << 24),
            max_dbs=4,
            sync=False,
            metasync=False,
            max_readers=512,
            mode=0o600,
        )
        try:
            self.inode = file.stat().st_ino
            # Reading beyond the end of the file would kill the process, so it is looked at before anything is read.
            if file.stat().st_size < (env.info()["last_pgno"] + 1) * env.stat()["psize"]:
                raise lmdb.CorruptedError("the file is shorter than what it says")
            env.reader_check()
            self.parts, self.order, self.state = (env.open_db(name) for name in (_PARTS, _ORDER, _STATE))
        except BaseException:
            env.close()
            raise
        self.env = env

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time opens the store or puts a new one in its place."""
        descriptor = os.open(self.path.with_name("store.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _mend(self, error: Exception) -> None:
        """Makes a damaged store anew and empties a full one; the lack of a disk is not mended by either."""
        log.warning("the store in %s: %s", self.path, error)
        try:
            if isinstance(error, lmdb.MapFullError) and self.env is not None:
                self._empty(self.env)
            elif isinstance(error, DAMAGED):
                self._remake()
        except (lmdb.Error, OSError) as more:
            log.warning("the store in %s is not mended: %s", self.path, more)
            self.close()

    def _empty(self, env: lmdb.Environment) -> None:
        env.reader_check()
        with env.begin(write=True) as writing:
            for database in (self.parts, self.order, self.state):
                writing.drop(database, delete=False)

    def _remake(self) -> None:
        """A new store in place of the old one; processes that still read the old files are not disturbed."""
        if self.env is not None:
            self.env.close()
            self.env = None
        self.remade += 1
        if self.remade > MOST_REMADE:
            return
        with self._alone():
            if self._is_ours():
                shutil.rmtree(self.path, ignore_errors=True)
                self.path.mkdir(parents=True, exist_ok=True)
            self._open_alone()

    def _is_ours(self) -> bool:
        """Whether the file at our path is the one that we found damaged; else another process was quicker."""
        try:
            return (self.path / "data.mdb").stat().st_ino == self.inode or self.inode == 0
        except OSError:
            return True

    # --- Within a transaction --------------------------------------------------------------------------------------

    def _put(self, env: lmdb.Environment, name: bytes, part: bytes, number: int) -> None:
        with env.begin(write=True) as writing:
            size = self._remove(writing, name, self._number(writing, b"size"))
            size = self._make_room(writing, size, room(part))
            self._append(writing, name, part)
            self._note(writing, b"size", size + room(part))
            if number > self._number(writing, b"newest"):
                self._note(writing, b"newest", number)

    def _append(self, writing: lmdb.Transaction, name: bytes, part: bytes) -> None:
        turn = self._number(writing, b"turn") + 1
        self._note(writing, b"turn", turn)
        place = turn.to_bytes(8, "big")
        writing.put(place, name, db=self.order)
        writing.put(name, place + part, db=self.parts)

    def _remove(self, writing: lmdb.Transaction, name: bytes, size: int) -> int:
        """Takes out what is under `name`; the size that is left."""
        old = bytes(writing.get(name, b"", db=self.parts))
        if not old:
            return size
        size = max(0, size - room(old[8:]))
        writing.delete(old[:8], db=self.order)
        writing.delete(name, db=self.parts)
        self._note(writing, b"size", size)
        return size

    def _make_room(self, writing: lmdb.Transaction, size: int, needed: int) -> int:
        """Takes out from the front of the row until `needed` bytes fit; the size that is left."""
        if size + needed <= self.bound:
            return size
        chances = CHANCES
        while size + needed > self.bound * LOW_WATER:
            with writing.cursor(db=self.order) as cursor:
                if not cursor.first():
                    return 0
                place, name = map(bytes, cursor.item())
            if name in self.read and chances > 0:
                chances -= 1
                self.read.discard(name)
                part = bytes(writing.get(name, b"", db=self.parts))
                writing.delete(place, db=self.order)
                self._append(writing, name, part[8:])
                continue
            if writing.get(name, db=self.parts) is None:
                writing.delete(place, db=self.order)
            size = self._remove(writing, name, size)
            self.evicted += 1
        return size

    def _number(self, reading: lmdb.Transaction, name: bytes) -> int:
        return int.from_bytes(reading.get(name, b"", db=self.state), "big")

    def _note(self, writing: lmdb.Transaction, name: bytes, number: int) -> None:
        writing.put(name, number.to_bytes(8, "big"), db=self.state)
