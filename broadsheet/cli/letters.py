"""The worker's way to send letters: a process of its own, while there is something to send.

A process, since sending takes all that a processor has: tasks and the schedule go on beside it, and it is nice to the
web processes, so that readers' pages come first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from broadsheet.newsletter.ledger import finish, has_work
from broadsheet.newsletter.models import Letter, LetterState
from broadsheet.newsletter.servers import servers

NICE = 10
COLLECT_SECONDS = 300.0
_running: subprocess.Popen[bytes] | None = None
_collecting: subprocess.Popen[bytes] | None = None
_collected = -COLLECT_SECONDS


def send_what_is_under_way(home: Path) -> bool:
    """Start the process where there is work and none runs that we started; whether one runs now.

    One that somebody else started holds a lock, so that ours ends at once. The worker's end leaves it at work.
    """
    global _running
    if _running is not None and _running.poll() is None:
        return True
    _running = None
    if not servers() or not _is_work():
        return False
    own = [sys.executable, "-m", "broadsheet", "--home", str(home), "newsletter", "run"]
    _running = subprocess.Popen(own, start_new_session=True)  # noqa: S603
    os.setpriority(os.PRIO_PROCESS, _running.pid, NICE)
    return True


def collect_what_came_back(home: Path) -> bool:
    """Start a process that reads the mailbox, every five minutes and while none runs; whether it was started now.

    A process, since a mailbox may answer slowly, and publishing must not wait for it.
    """
    global _collecting, _collected
    running = _collecting is not None and _collecting.poll() is None
    if not settings.LETTER_MAILBOX or running or time.monotonic() - _collected < COLLECT_SECONDS:
        return False
    own = [sys.executable, "-m", "broadsheet", "--home", str(home), "newsletter", "bounces"]
    _collecting, _collected = subprocess.Popen(own, start_new_session=True), time.monotonic()  # noqa: S603
    os.setpriority(os.PRIO_PROCESS, _collecting.pid, NICE)
    return True


def _is_work() -> bool:
    if Letter.objects.filter(state=LetterState.DRAFT, goes_by_itself=True).exists():
        return True
    for number, state in Letter.objects.under_way().values_list("pk", "state"):
        if state == LetterState.FREEZING or (not finish(number) and has_work(number)):
            return True
    return False
