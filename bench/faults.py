"""Kills and breaks things under load and edits, round after round: `python -m bench.faults [--rounds 50]`.

A real `broadsheet serve` in a home of its own; readers ask for everything, an editor edits without rest. In each round
one thing breaks: a web process, their leader, the worker or the whole tree is killed, or the editor is, anywhere or at
a step from the bump's number to the end of COMMIT; or the database is locked, or its file gone for a while. Counted is
what readers saw that was not so (`stale`), answers that were not whole (`torn`) and errors once it had recovered. The
figures are added to `bench/RESULTS.md` unless `--dry`; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench.trials.editor import POINTS
from bench.trials.figures import Figures, write
from bench.trials.ledger import State
from bench.trials.readers import Notes, Readers
from bench.trials.serving import Paper

KILLED = ("web process", "web", "worker", "tree")
KINDS = (*KILLED, "editor", *POINTS, "locked", "gone")
LOCKED_SECONDS = 10.0
GONE_SECONDS = 3.0


@dataclass
class FaultFigures(Figures):
    """What all rounds came to."""

    rounds: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    errors_while_broken: int = 0
    recoveries: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, object]:
        """All of it, as JSON wants it."""
        times = sorted(self.recoveries) or [0.0]
        return {
            "rounds": sum(self.rounds.values()), "kinds": dict(self.rounds), **self.counts(),
            "connections_broken": self.refused, "errors_while_broken": self.errors_while_broken,
            "recovery_s_median": round(times[len(times) // 2], 2), "recovery_s_max": round(times[-1], 2),
            "load": round(os.getloadavg()[0], 1),
        }  # fmt: skip


class Trial:
    """One paper that is put through rounds."""

    def __init__(self, home: Path, port: int, seed: int, locked: float = LOCKED_SECONDS, gone: float = GONE_SECONDS):
        self.paper = Paper(home, port)
        self.random = random.Random(seed)
        self.locked, self.gone = locked, gone
        self.figures = FaultFigures()
        self.paper.init()
        self.paper.serve()
        self.paper.wait()
        self.paper.edit(seed, 0.05)
        self.paper.stop_editing()
        self._settle()
        self.readers = Readers(port)

    def close(self) -> None:
        """Ends everything."""
        self.readers.stop()
        self.paper.stop()

    def round(self, kind: str) -> None:
        """One fault of `kind`, and what came of it."""
        self.paper.edit(self.random.randrange(1 << 30), 0.02, kind if kind in POINTS else "")
        time.sleep(self.random.uniform(0.5, 2.5))
        broken = time.monotonic()
        acts: dict[str, Callable[[], None]] = {"locked": self._lock, "gone": self._take_away, "editor": lambda: None}
        if kind in KILLED:
            self.paper.kill(kind)
            if kind == "tree":
                self.paper.serve()
        elif kind in POINTS:
            assert self.paper.await_editor() < 0, "the editor did not die"
        else:
            acts[kind]()
        if kind in KILLED:
            time.sleep(0.3)
        self.paper.stop_editing()
        self._settle()
        self.figures.recoveries.append(self.paper.wait())
        recovered = time.monotonic()
        time.sleep(1.0)
        self.figures.rounds[kind] += 1
        self._count(kind, self.readers.take(), (broken, recovered) if kind in (*KILLED, "gone") else (0, 0))

    def _settle(self) -> None:
        """Puts into the ledger what the database holds, whatever the editor could still tell."""
        query = (
            "SELECT page.slug, page.title, page.live, section.slug FROM broadsheet_articles_story story "
            "JOIN wagtailcore_page page ON page.id = story.page_ptr_id "
            "JOIN wagtailcore_page section ON section.id = story.section_id WHERE page.slug LIKE 'trial-%'"
        )
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            rows = database.execute(query).fetchall()
        at = time.monotonic()
        for slug, title, live, section in rows:
            self.paper.ledger.commit(int(slug[6:]), State(section if live else "", int(title.split()[3])), at)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.paper.home / "broadsheet.sqlite3"

    def _lock(self) -> None:
        with closing(sqlite3.connect(self.database, timeout=30, isolation_level=None)) as database:
            database.execute("BEGIN EXCLUSIVE")
            time.sleep(self.locked)
            database.execute("ROLLBACK")

    def _take_away(self) -> None:
        self.paper.stop_editing()
        self._settle()
        self.paper.wait()
        away = self.paper.home / "away"
        away.mkdir(exist_ok=True)
        files = [self.database.with_name(self.database.name + end) for end in ("", "-wal", "-shm")]
        files = [file for file in files if file.exists()]
        for file in files:
            file.rename(away / file.name)
        time.sleep(self.gone)
        if self.paper.answers("/") != 200:
            self.figures.errors.append("the front did not answer while the database was gone")
        for file in files:
            (away / file.name).rename(file)

    def _count(self, kind: str, notes: Notes, broken: tuple[float, float]) -> None:
        found = self.figures
        found.add(notes, self.paper.ledger, f"{kind}:")
        found.refused += notes.refused
        found.commits, self.paper.commits = found.commits + self.paper.commits, 0
        for begun, error in notes.errors:
            if broken[0] - 1 <= begun <= broken[1]:
                found.errors_while_broken += 1
            else:
                found.errors.append(f"{kind}: {error}")


def run(rounds: int, port: int, seed: int, kinds: tuple[str, ...] = KINDS, **options: float) -> FaultFigures:
    """So many rounds in a new home; what they came to."""
    home = Path(tempfile.mkdtemp(prefix="broadsheet-faults-")) / "paper"
    trial = Trial(home, port, seed, **options)
    try:
        for kind in itertools.islice(itertools.cycle(kinds), rounds):
            trial.round(kind)
            print(f"{sum(trial.figures.rounds.values())} {kind}: {_short(trial.figures)}", flush=True)
    finally:
        trial.close()
        if not trial.figures.failed:
            shutil.rmtree(home.parent, ignore_errors=True)
    return trial.figures


def _short(figures: FaultFigures) -> str:
    counts = len(figures.stale), len(figures.torn), len(figures.errors)
    return f"{figures.reads} reads, {figures.commits} commits, stale/torn/errors {counts}"


def main() -> int:
    """Parse the command line, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--port", type=int, default=8130)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--dry", action="store_true", help="leave bench/RESULTS.md as it is")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    figures = run(options.rounds, options.port, options.seed, tuple(options.kinds.split(",")))
    figures.tell()
    if not options.dry:
        told = {name: value for name, value in figures.summary().items() if name != "kinds"}
        kinds = ", ".join(f"{kind} {count}" for kind, count in figures.rounds.items())
        write("Faults", f"python -m bench.faults --rounds {options.rounds}", told, f"\nRounds: {kinds}.")
    print(json.dumps(figures.summary()))
    return int(figures.failed)


if __name__ == "__main__":
    raise SystemExit(main())
