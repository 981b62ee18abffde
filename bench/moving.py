"""How fast a WordPress paper moves in: `make bench-import`; adds its table to bench/RESULTS.md.

An export of 100,000 posts with 300,000 comments is generated, imported by the command's own function in a process of
its own in a new home, and imported again unchanged. Memory is the largest that the process ever had in RAM.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.machine import add_table, load, machine

POSTS = 100_000
PORTIONS = 10
LEAST = 5_000
MOST_KILLED = 1_500
"""Posts of the export that is killed again and again: three portions."""


def main() -> None:
    """Measure, print the table and, last, the figures as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--dry", action="store_true", help="Leave bench/RESULTS.md alone.")
    parser.add_argument("--kills", type=int, default=0, help="Kill so many imports (of --posts posts) instead.")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.kills:
        with tempfile.TemporaryDirectory(prefix="broadsheet-kills-") as folder:
            print(json.dumps(killed(Path(folder), min(asked.posts, MOST_KILLED), asked.kills, asked.dry)))
        return
    if asked.posts < LEAST:
        parser.error(f"--posts: at least {LEAST}, so that each tenth has a portion of its own.")
    if asked.inside:
        print(json.dumps(imported(asked.inside, asked.posts)))
        return
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        print(json.dumps(measure(Path(folder), asked.posts, asked.dry)))


def measure(folder: Path, posts: int, dry: bool) -> dict[str, float]:
    """Import twice in a home of its own; the figures by their keys."""
    from bench.exports import write_export

    export, before = folder / "export.xml", load()
    write_export(export, posts)
    env = {**os.environ, "BROADSHEET_HOME": str(folder / "home"), "BROADSHEET_LOG_LEVEL": "ERROR"}
    (folder / "home").mkdir()
    first, again = (_run(export, posts, env) for _ in range(2))
    figures = {
        "posts_per_s": round(posts / first["seconds"]),
        "peak_mb": round(max(first["peak_mb"], again["peak_mb"])),
        "last_over_first": round(first["last_over_first"], 2),
        "rerun_per_s": round(posts / again["seconds"]),
    }
    size = export.stat().st_size / 1e6
    rows = [
        (
            "posts with their comments",
            f"{figures['posts_per_s']:,} a second",
            f"{posts:,} posts, {size:,.0f} MB of XML",
        ),
        ("the last tenth over the first", f"{figures['last_over_first']}", "time of writing"),
        ("the same export again", f"{figures['rerun_per_s']:,} posts a second", ""),
        ("memory at most", f"{figures['peak_mb']} MB", "resident, the whole process"),
    ]
    table = "\n".join(["| what | figure | how |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])
    print(table)
    if not dry:
        add_table("Moving in: `make bench-import`", f"{machine()}, load before: {before}.\n\n{table}")
    return figures


def _run(export: Path, posts: int, env: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.moving", "--inside", str(export), "--posts", str(posts)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def killed(folder: Path, posts: int, kills: int, dry: bool) -> dict[str, float]:
    """Kill imports and take them up again; the figures by their keys. RuntimeError where one ends otherwise."""
    from bench.exports import write_export
    from bench.kills import rounds

    export, home, before = folder / "export.xml", folder / "home", load()
    write_export(export, posts)
    home.mkdir()
    os.environ.update({"BROADSHEET_HOME": str(home), "BROADSHEET_LOG_LEVEL": "ERROR", "BROADSHEET_DATABASE_URL": ""})
    _found()
    from django.db import connections

    connections.close_all()
    figures = rounds(home, export, kills)
    told = (
        f"{machine()}, load before: {before}. An import of {posts:,} posts with their comments takes "
        f"{figures['seconds_whole']} s; {kills} were killed with -9 at random moments of that "
        f"({figures['before_anything']:.0f} before anything was written, {figures['after_all']:.0f} when all was done) "
        f"and taken up with `--resume`. In {figures['same']:.0f} all tables are, row for row, those of an import that "
        "nobody disturbed."
    )
    print(told)
    if not dry:
        add_table("Moving in, killed: `python -m bench.moving --kills`", told)
    if figures["same"] != kills:
        raise RuntimeError(f"{kills - figures['same']:.0f} of {kills} imports did not end as they should")
    return figures


def _found() -> None:
    """A new paper in the configured home, where there is none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from broadsheet.articles.founding import found_paper
    from broadsheet.articles.models import Paper

    call_command("migrate", verbosity=0)
    if not Paper.objects.exists():
        found_paper("The Bench", "http://testserver")


def imported(export: Path, posts: int) -> dict[str, float]:
    """Seconds, peak memory and the last tenth of writing over the first, of one import in the configured home."""
    _found()
    from broadsheet.importers.wordpress.moving import Wishes, move_in

    marks: dict[int, float] = {}

    def said(step: str, done: int, all_: int) -> None:
        if step == "Writing":
            marks.setdefault(done * PORTIONS // posts, time.perf_counter())

    began, worked = time.perf_counter(), time.process_time()
    report = move_in([export], Wishes(), said)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    assert report.adds_up, [vars(line) for line in report.lines if not line.adds_up]
    first, last = (marks[2] - marks[1], marks[PORTIONS] - marks[PORTIONS - 1]) if marks else (1, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mb": peak, "last_over_first": last / first, "cpu": worked}


if __name__ == "__main__":
    main()
