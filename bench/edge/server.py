"""`broadsheet serve` as users run it, started for a measurement, and the time and memory that its web process takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType

from bench.homes import environment, home_of

START_SECONDS = 120


class Server:
    """`broadsheet serve` in the home with `size` stories, kept to `core` if one is named.

    `workers` is the number of web processes; 0: as many as it chooses by itself.
    """

    def __init__(self, size: int, port: int, workers: int = 1, core: int | None = None, **more: str) -> None:
        self.port = port
        self.environ = environment(size, BROADSHEET_WEB_WORKERS=str(workers or "auto"), **more)
        self.home = home_of(size)
        self.core = core
        self.log = self.home / "serve.log"

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Server:
        """Starts with an empty store, so that every run begins alike; returns once a page was answered."""
        shutil.rmtree(self.home / "edge", ignore_errors=True)
        (self.home / "secret.key").write_text(self.environ["BROADSHEET_SECRET_KEY"])
        command = [sys.executable, "-m", "broadsheet", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(pinned(self.core) + command, env=self.environ, stdout=log, stderr=log)
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/", timeout=20).read()
            except OSError:
                time.sleep(0.2)
            else:
                return
        self.process.kill()
        raise RuntimeError(f"the server did not start: {self.log.read_text()[-2000:]}")

    def web(self) -> list[int]:
        """The process ids of the web part: Granian's own process and those that answer."""
        web = next(pid for pid in children(self.process.pid) if " web" in _command(pid))
        return [web, *children(web)]


def pinned(core: int | None) -> list[str]:
    """Words before a command that keep it to one core."""
    return [] if core is None else ["taskset", "-c", str(core)]


def children(pid: int) -> list[int]:
    """The processes that `pid` started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def cpu_seconds(pids: list[int]) -> float:
    """The processor time that these processes have used (proc(5), fields 14 and 15 of stat)."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_bytes(pids: list[int]) -> int:
    """Resident memory of these processes."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGE_SIZE")
