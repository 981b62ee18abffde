"""A tree of processes: starts parts, starts again what died, stops them all cleanly, leaves no orphan.

Knows neither Django nor the paper, so that the process at the root stays small. The kept supervisors were looked at:
honcho stops everything when one part dies, circus brings ZeroMQ, and supervisord neither ties its children's lives to
its own nor answers with an exit code.
"""

from __future__ import annotations

import ctypes
import logging
import math
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

log = logging.getLogger("broadsheet.serve")

STOP_SECONDS = 30
"""How long parts may take to finish what they have in hand."""
LONGEST_PAUSE = 30
STEADY_SECONDS = 60
"""A part that ran this long has recovered: its next pause is the shortest again."""
_WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """Asks the kernel to end this process when its parent `parent` ends, even by SIGKILL (Linux, prctl(2))."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


@dataclass
class Part:
    """One process of the tree; `environ` is what it finds in its environment besides ours.

    `ready` is the end of a pipe that the part writes to when it is at work.

    A part that `waits` may load itself at once, but goes to work only when the first part is ready; one that `follows`
    is started only then.
    """

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    waits: bool = False
    follows: bool = False
    process: subprocess.Popen[bytes] | None = None
    ready: int | None = None
    started: float = 0
    pause: float = 0
    was_ready: bool = False
    due: float = field(default=0)

    def start(self, gate: int | None = None) -> None:
        """Starts the process in a session of its own; its argv gets the number of the pipe to report on.

        `gate` is a pipe that the part waits for: it reaches its end when the first part is ready.
        """
        self.ready, theirs = os.pipe()
        os.set_blocking(self.ready, False)
        waits = gate is not None and self.waits
        parent = os.getpid()

        def in_child() -> None:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
            die_with_parent(parent)

        self.process = subprocess.Popen(  # noqa: S603
            [*self.argv, "--ready-fd", str(theirs)],
            stdin=gate if waits else subprocess.DEVNULL,
            pass_fds=[theirs],
            env={**os.environ, **self.environ},
            start_new_session=True,
            preexec_fn=in_child,
        )
        os.close(theirs)
        self.started = time.monotonic()

    def is_ready(self) -> bool:
        """Whether the part has reported, now or before."""
        if self.ready is not None:
            try:
                self.was_ready = bool(os.read(self.ready, 1)) or self.was_ready
            except BlockingIOError:
                return False
            os.close(self.ready)
            self.ready = None
        return self.was_ready

    def ended(self) -> int | None:
        """The exit code if the process has ended since it was asked last, else None."""
        code = self.process.poll() if self.process else None
        if code is not None:
            self.process = None
        return code

    def send(self, number: int) -> None:
        """Signals the part's leader, or with SIGKILL its whole session."""
        if self.process is None:
            return
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)


class Tree:
    """The parts in the order in which they start; the first failure before `announce` ends it all."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.announced = False

    def run(self, announce: Callable[[], None]) -> int:
        """Runs until a signal asks to stop (0) or a part fails at its first start (its exit code)."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
        gate: int | None = self._start()
        while True:
            ready = [part.is_ready() for part in self.parts]
            if gate is not None and ready[0]:
                os.close(gate)
                gate = None
                self._start_followers()
            if not self.announced and all(ready):
                self.announced = True
                announce()
            number = self._wait()
            if number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                return self._stop()
            code = self._mend()
            if code is not None:
                self._stop()
                return code

    def _start(self) -> int:
        """Starts the parts that follow none; the writing end of the gate, to be closed when the first is ready."""
        reading, writing = os.pipe()
        for part in self.parts:
            if part.follows:
                part.due = math.inf
            else:
                part.start(reading)
        os.close(reading)
        return writing

    def _start_followers(self) -> None:
        for part in self.parts:
            if part.follows:
                part.start()

    def _wait(self) -> int | None:
        dues = [part.due - time.monotonic() for part in self.parts if part.process is None]
        pause = min([*dues, 3600 if self.announced else 0.03])
        told = signal.sigtimedwait(_WATCHED, max(pause, 0))
        return told.si_signo if told else None

    def _mend(self) -> int | None:
        """Notes what died and starts what is due; the exit code to end with if a part failed at its first start."""
        for part in self.parts:
            code = part.ended()
            if code is not None:
                if not (part.is_ready() or self.announced):
                    return code if code > 0 else 1
                self._plan(part, code)
            if part.process is None and part.due <= time.monotonic():
                part.start()
        return None

    def _plan(self, part: Part, code: int) -> None:
        steady = time.monotonic() - part.started > STEADY_SECONDS
        part.pause = 0.5 if steady or not part.pause else min(part.pause * 2, LONGEST_PAUSE)
        part.due = time.monotonic() + part.pause
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        log.error("%s ended %s; starting it again in %g s", part.name, how, part.pause)

    def _stop(self) -> int:
        """Asks all parts to end, waits for them; a second signal, or too long a wait, kills."""
        for part in self.parts:
            part.send(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(part.process and part.process.poll() is None for part in self.parts):
            told = signal.sigtimedwait(_WATCHED, max(deadline - time.monotonic(), 0))
            if told is None or told.si_signo != signal.SIGCHLD:
                log.warning("killing what has not ended yet")
                for part in self.parts:
                    part.send(signal.SIGKILL)
                deadline = time.monotonic() + STOP_SECONDS
        return 0
