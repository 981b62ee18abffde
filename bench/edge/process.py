"""A server that a measurement starts, waits for and ends, and the time and memory that processes take."""

from __future__ import annotations

import os
import subprocess
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path


class Process:
    """`command`, kept to `core` if one is named; what it says goes to `log`."""

    def __init__(
        self, command: Sequence[str], log: Path, core: int | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen([*pinned(core), *command], env=environ, stdout=file, stderr=file)

    @property
    def pid(self) -> int:
        """The id of the process that was started."""
        return self.process.pid

    def await_answer(self, url: str, seconds: float) -> None:
        """Returns once `url` is answered; RuntimeError with what the log says where that takes too long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(url, timeout=20).read()
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.end()
        raise RuntimeError(f"{url} is not answered: {self.log.read_text()[-2000:]}")

    def end(self) -> None:
        """Asks it to end, and waits until it has."""
        self.process.terminate()
        self.process.wait()


def pinned(core: int | None) -> list[str]:
    """Words before a command that keep it to one core."""
    return [] if core is None else ["taskset", "-c", str(core)]


def children(pid: int) -> list[int]:
    """The processes that `pid` started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def command_of(pid: int) -> str:
    """The words by which it was started."""
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def cpu_seconds(pids: list[int]) -> float:
    """The processor time that these processes have used (proc(5), fields 14 and 15 of stat)."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_bytes(pids: list[int]) -> int:
    """Memory that these processes have for themselves; mapped files, such as the store, are the system's to take back.

    Fields 2 and 3 of statm, proc(5): resident, and of that shared.
    """
    rows = (Path(f"/proc/{pid}/statm").read_text().split() for pid in pids)
    return sum(int(row[1]) - int(row[2]) for row in rows) * os.sysconf("SC_PAGE_SIZE")
