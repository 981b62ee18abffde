"""The machine that a table was measured on, and the file that tables are added to."""

from __future__ import annotations

import os
import platform
import re
from datetime import datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def machine() -> str:
    """Cores, processor and Python, in words."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", info.read_text()) if info.is_file() else None
    name = model.group(1) if model else platform.machine()
    return f"{os.cpu_count()} cores of {name}, Python {platform.python_version()}"


def load() -> str:
    """How many processes wanted a core in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def keep_to(core: int) -> None:
    """Let nothing move us from one core to another, where the machine can and has that one."""
    if hasattr(os, "sched_setaffinity") and core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


def add_table(title: str, text: str) -> None:
    """Adds a chapter to `RESULTS`, with the day's date."""
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(f"\n## {title}, {datetime.now():%Y-%m-%d}\n\n{text}\n")
