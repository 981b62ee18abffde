"""How often pages are read, counted without anything by which a reader could be told. Knows no Django.

A page that is to be counted names its subject. A hit adds one to a number in memory, under the subject and the address
that referred to it; every `SECONDS` what was counted is handed to who keeps it. A process that is killed loses what it
counted since, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import partial

from broadsheet.edge.readers import Gate, Header, host_of

log = logging.getLogger("broadsheet.edge")

SUBJECT = "broadsheet-subject"
"""The header by which a page tells the edge what is read with it; no reader sees it."""
SECONDS = 30.0
PATIENCE = 5.0
"""Seconds that the end of a process waits for its last counts to be kept."""
MOST = 20_000
"""Numbers that are held at a time; beyond them it is not told any more where readers came from."""
LONGEST_REFERRER = 300
Counts = Mapping[tuple[str, str], int]
"""How often each subject was read by readers from each host ("": from nowhere that was told)."""


class Readings:
    """What this process counts; `keep` takes counts in a thread, and raises where they cannot be kept."""

    def __init__(self, keep: Callable[[Counts], None], threads: Executor) -> None:
        self.keep = keep
        self.threads = threads
        self.gate = Gate()
        self.counts: dict[tuple[str, str], int] = {}

    def note(self, subject: str, header: Header) -> None:
        """Counts a request for a page about `subject`, if a reader makes it."""
        if self.gate.admits(header):
            self._add((subject, (header("referer") or "")[:LONGEST_REFERRER]), 1)

    def _add(self, key: tuple[str, str], count: int) -> None:
        counts = self.counts
        if key not in counts and len(counts) >= MOST:
            key = key[0], ""
        counts[key] = counts.get(key, 0) + count

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hands on what was counted, from now on every `SECONDS`."""
        loop.call_later(SECONDS, self._tick, loop)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_later(SECONDS, self._tick, loop)
        taken = self.take()
        if taken:
            keeping = loop.run_in_executor(self.threads, self.keep, taken)
            keeping.add_done_callback(partial(self._settle, taken))

    def end(self) -> None:
        """Hands on the last counts; waits for that, but not long."""
        taken = self.take()
        if taken:
            self.threads.submit(self.keep, taken).result(PATIENCE)

    def take(self) -> dict[tuple[str, str], int]:
        """What was counted since the last time, by hosts."""
        taken, self.counts = self.counts, {}
        found: dict[tuple[str, str], int] = {}
        for (subject, referrer), count in taken.items():
            key = subject, host_of(referrer)
            found[key] = found.get(key, 0) + count
        return found

    def _settle(self, taken: Counts, keeping: asyncio.Future[None]) -> None:
        """Takes counts back that could not be kept, to be handed on with the next."""
        error = keeping.exception()
        if error is not None:
            log.warning("what was read is kept later: %s", error)
            for (subject, host), count in taken.items():
                self._add((subject, f"//{host}"), count)
