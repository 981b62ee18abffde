"""Readers and edits for minutes, with nothing broken: `python -m bench.soak [--minutes 10]`.

Memory of every process is sampled all the while: the proportional set size, which counts shared pages once. Figures are
added to `bench/RESULTS.md` unless `--dry`; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.trials.figures import Figures, write
from bench.trials.readers import Readers
from bench.trials.serving import Paper

SECONDS = 15
"""Between two samples."""
WARM_UP = 60
"""Seconds after which memory is first taken down: until then caches fill."""


@dataclass
class SoakFigures(Figures):
    """What was seen; `memory` has a sample for each time, each with the megabytes of every process."""

    memory: list[dict[str, float]] = field(default_factory=list)

    def summary(self, minutes: float) -> dict[str, object]:
        """All of it, as JSON wants it; the middle is half of the time after the first sample."""
        start, middle, end = (self.memory[n] for n in (0, len(self.memory) // 2, -1))
        return {
            "minutes": minutes, **self.counts(),
            "rss_start_mb": round(sum(start.values()), 1), "rss_middle_mb": round(sum(middle.values()), 1),
            "rss_end_mb": round(sum(end.values()), 1),
            "rss_max_mb": round(max(sum(one.values()) for one in self.memory), 1),
            "processes_start_mb": start, "processes_middle_mb": middle, "processes_end_mb": end,
            "load": round(os.getloadavg()[0], 1),
        }  # fmt: skip


def soak(paper: Paper, minutes: float, seed: int) -> SoakFigures:
    """Load and edits for so long."""
    found = SoakFigures()
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


def _count(found: SoakFigures, paper: Paper, readers: Readers, late: float) -> None:
    asked = time.monotonic() - 30  # a reader waits no longer for an answer
    notes = readers.take()
    time.sleep(late)  # what the editor told of these answers has arrived
    found.add(notes, paper.ledger)
    found.errors += [error for _, error in notes.errors] + ["a connection broke"] * notes.refused
    found.commits = paper.commits
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
    found.tell()
    told = found.summary(options.minutes)
    if not options.dry:
        write("Soak", f"python -m bench.soak --minutes {options.minutes:g}", told)
    print(json.dumps(told))
    return int(found.failed)


if __name__ == "__main__":
    raise SystemExit(main())
