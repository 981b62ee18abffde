"""Single flight: of all who ask for the same thing at the same time one fetches it, and the rest wait for that one.

Within a process by a task, between processes by a lock on one byte of a file, which the kernel lets go of when the
process that holds it dies, however it dies. Knows no Django.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

PAUSE = 0.004
"""Seconds between looks at what another process is fetching."""
LONGEST = 30.0
"""Seconds after which we no longer wait for another process, and fetch ourselves."""
T = TypeVar("T")


class Flights(Generic[T]):
    """Who fetches what; the file at `path` is shared by all processes of a paper, None where there is only one."""

    def __init__(self, path: Path | None) -> None:
        self.waiting: dict[str, asyncio.Task[T | None]] = {}
        self.waited = 0
        self.file = _open(path) if path else None

    async def share(self, key: str, fetch: Callable[[], Awaitable[T]]) -> T | None:
        """What `fetch` gives, called by the first of all who ask for `key`; None where another process did: look again.

        It goes on to its end whoever is cancelled. What it raises is raised for everybody. Who joins gets what may
        have been fetched before they asked: whether that is new enough for them is for them to say.
        """
        flight = self.waiting.get(key)
        if flight is None:
            flight = self.waiting[key] = asyncio.create_task(self._fly(key, fetch))
            flight.add_done_callback(lambda landed: self._land(key, landed))
        else:
            self.waited += 1
        return await asyncio.shield(flight)

    def _land(self, key: str, flight: asyncio.Task[T | None]) -> None:
        del self.waiting[key]
        if not flight.cancelled():
            flight.exception()  # whoever waited was told; that nobody waits any more is no news

    async def _fly(self, key: str, fetch: Callable[[], Awaitable[T]]) -> T | None:
        place = _place(key)
        locked = self._lock(place)
        if not locked:
            self.waited += 1
            if await self._wait(place):
                self._unlock(place)
                return None
        try:
            return await fetch()
        finally:
            if locked:
                self._unlock(place)

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
        except (BlockingIOError, PermissionError):  # EAGAIN and EACCES, fcntl(2): another process holds it
            return False
        except OSError:
            return True  # this disk knows no locks: each process fetches for itself
        return True

    def _unlock(self, place: int) -> None:
        if self.file is not None:
            with suppress(OSError):
                fcntl.lockf(self.file, fcntl.LOCK_UN, 1, place)


def _open(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None  # without a disk each process fetches for itself


def _place(key: str) -> int:
    """The byte that stands for `key`; two keys that share one wait for each other, no more."""
    return int.from_bytes(blake2b(key.encode(), digest_size=7).digest(), "big")
