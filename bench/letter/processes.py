"""The processes of the measurement: the mail server that takes everything, the sender, and the paper itself."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

LONGEST = 120.0
"""Seconds that anything is waited for."""


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until somebody listens there. Raises RuntimeError where nobody does in time, or the process has ended."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and process.poll() is None:
        try:
            with closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nobody listens on port {port}")


class Sink:
    """The mail server (`bench.letter.sink`), which can be killed and started again."""

    def __init__(self, port: int, path: Path) -> None:
        self.port, self.path = port, path
        path.touch()
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "bench.letter.sink", str(self.port), str(self.path)]
        self.process = subprocess.Popen(words)
        wait_for_port(self.port, self.process)

    def kill(self) -> None:
        """At once, as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(LONGEST)

    def took(self) -> int:
        """How many messages stand in its file."""
        return self.path.read_bytes().count(b"\n")


def sender(home: Path) -> subprocess.Popen[bytes]:
    """The process that sends, as the worker starts it."""
    words = [sys.executable, "-m", "broadsheet", "--home", str(home), "newsletter", "run"]
    process = subprocess.Popen(words)
    os.setpriority(os.PRIO_PROCESS, process.pid, 10)
    return process


def memory(pid: int) -> float:
    """Megabytes that a process has in memory; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
