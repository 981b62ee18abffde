"""Readers and edits for minutes, with nothing broken: `python -m bench.soak [--minutes 10]`.

Memory of every process is sampled all the while: the proportional set size, which counts shared pages once. Figures are
added to `bench/RESULTS.md` unless `--dry`; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench.trials.readers import LISTS, Readers
from bench.trials.serving import Paper

RESULTS = Path(__file__).parent / "RESULTS.md"
SECONDS = 15
"""Between two samples."""
WARM_UP = 60
"""Seconds after which memory is first taken down: until then caches fill."""


@dataclass
class Figures:
    """What was seen; `memory` has a sample for each time, each with the megabytes of every process."""

    reads: int = 0
    unmodified: int = 0
    commits: int = 0
    stale: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)

    def summary(self, minutes: float) -> dict[str, object]:
        """All of it, as JSON wants it."""
        start, end = self.memory[0], self.memory[-1]
        return {
            "minutes": minutes, "reads": self.reads, "not_modified": self.unmodified, "commits": self.commits,
            "stale_responses": len(self.stale), "torn": len(self.torn), "errors": len(self.errors),
            "rss_start_mb": round(sum(start.values()), 1), "rss_end_mb": round(sum(end.values()), 1),
            "rss_max_mb": round(max(sum(one.values()) for one in self.memory), 1),
            "processes_start_mb": start, "processes_end_mb": end, "load": round(os.getloadavg()[0], 1),
        }  # fmt: skip


def soak(paper: Paper, minutes: float, seed: int) -> Figures:
    """Load and edits for so long."""
    found = Figures()
    paper.edit(seed, 0.15)
    readers = Readers(paper.port, 4, 0.01)  # not before the ledger knows what there is
    begun = sampled = time.monotonic()
    try:
        while time.monotonic() - begun < minutes * 60:
            time.sleep(1)
            if time.monotonic() - begun > min(WARM_UP, minutes * 30) and time.monotonic() - sampled > SECONDS:
                sampled = time.monotonic()
                found.memory.append(paper.memory())
                _count(found, paper, readers, late=3)
    finally:
        readers.stop()
        paper.stop_editing()
    found.memory.append(paper.memory())
    _count(found, paper, readers, late=0)
    return found


def _count(found: Figures, paper: Paper, readers: Readers, late: float) -> None:
    asked = time.monotonic() - 30  # a reader waits no longer for an answer
    notes = readers.take()
    time.sleep(late)  # what the editor told of these answers has arrived
    found.reads += len(notes.seen)
    found.unmodified += notes.unmodified
    found.torn += notes.torn
    found.errors += [error for _, error in notes.errors] + ["a connection broke"] * notes.refused
    found.commits = paper.commits
    for seen in notes.seen:
        found.stale += paper.ledger.faults(seen, LISTS.get(seen.url))
    paper.ledger.forget(asked)


def main() -> int:
    """Parse the command line, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--port", type=int, default=8131)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--dry", action="store_true", help="leave bench/RESULTS.md as it is")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="broadsheet-soak-")) / "paper"
    paper = Paper(home, options.port)
    paper.init()
    paper.serve()
    try:
        paper.wait()
        found = soak(paper, options.minutes, options.seed)
    finally:
        paper.stop()
        shutil.rmtree(home.parent, ignore_errors=True)
    for line in (*found.stale[:20], *found.torn[:20], *found.errors[:20]):
        print(line)
    told = found.summary(options.minutes)
    if not options.dry:
        write(told)
    print(json.dumps(told))
    return int(bool(found.stale or found.torn or found.errors))


def write(told: dict[str, object]) -> None:
    """Adds a chapter to the results."""
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value} |" for name, value in told.items())
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, `python -m bench.soak`"
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(f"\n## Soak, {datetime.now():%Y-%m-%d}\n\n{machine}\n\n| what | |\n|---|---|\n{rows}\n")


if __name__ == "__main__":
    raise SystemExit(main())
