"""Whether the worker should begin anew: it has grown by what it did, and has had nothing to do for a while.

The first picture alone loads 40 MB of encoders, and most tasks leave something behind. A fresh process has none of it,
and takes two seconds in which no task is done; so only a worker that nobody waits for begins anew.
"""

from __future__ import annotations

import os
from pathlib import Path

SECONDS = 60.0
"""How long nothing was to be done."""
GROWN = 30 << 20
"""Bytes of memory more than in the beginning."""
STATE = Path("/proc/self/statm")
"""proc(5): sizes of this process in pages, the second of them those in memory."""


class Calm:
    """Remembers how large the process was when it began, and when it last had something to do."""

    def __init__(self, now: float) -> None:
        self.begun = resident()
        self.worked = now

    def has_worked(self, now: float) -> None:
        """Something was done until now."""
        self.worked = now

    def is_due(self, now: float) -> bool:
        """Whether it has been calm for long enough and has something to give back."""
        return now - self.worked >= SECONDS and resident() - self.begun > GROWN


def resident() -> int:
    """Bytes of this process in memory; 0 where the system does not say."""
    try:
        return int(STATE.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
