"""Single flight: of all who ask for the same thing at the same time one fetches it, and the rest wait for that one.

Within a process by a future, between processes by a lock on one byte of a file, which the kernel lets go of when the
process that holds it dies, however it dies. Knows no Django.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b
from pathlib import Path

PAUSE = 0.004
"""Seconds between looks at what another process is fetching."""
LONGEST = 30.0
"""Seconds after which we no longer wait for another process."""


class Flights:
    """Who fetches what; the file at `path` is shared by all processes of a paper, None where there is only one."""

    def __init__(self, path: Path | None) -> None:
        self.waiting: dict[str, asyncio.Future[None]] = {}
        self.waited = 0
        self.file = _open(path) if path else None

    @asynccontextmanager
    async def board(self, key: str) -> AsyncIterator[bool]:
        """Whether the caller is to fetch `key`. Everybody else is let go when whoever did has finished: look again."""
        under_way = self.waiting.get(key)
        if under_way is not None:
            self.waited += 1
            await asyncio.shield(under_way)
            yield False
            return
        landed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting[key] = landed
        place = _place(key)
        locked = self._lock(place)
        try:
            if not locked:
                self.waited += 1
                locked = await self._wait(place)
                yield False
            else:
                yield True
        finally:
            if locked:
                self._unlock(place)
            del self.waiting[key]
            landed.set_result(None)

    async def _wait(self, place: int) -> bool:
        """Waits until no other process holds `place`; whether we hold it now."""
        for _ in range(int(LONGEST / PAUSE)):
            await asyncio.sleep(PAUSE)
            if self._lock(place):
                return True
        return False

    def _lock(self, place: int) -> bool:
        if self.file is None:
            return True
        try:
            fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            return False
        return True

    def _unlock(self, place: int) -> None:
        if self.file is not None:
            fcntl.lockf(self.file, fcntl.LOCK_UN, 1, place)


def _open(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None  # without a disk each process fetches for itself


def _place(key: str) -> int:
    """The byte that stands for `key`; two keys that share one wait for each other, no more."""
    return int.from_bytes(blake2b(key.encode(), digest_size=7).digest(), "big")
