"""Letters at work: `make bench-letter`; adds its table to bench/RESULTS.md.

A home of its own on SQLite, the sender and the mail server as real processes, three connections, no limit of rate.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.letter.processes import LONGEST, Sink, memory, sender, wait_for_port
from bench.machine import add_table, load, machine

PORT = int(os.environ.get("BROADSHEET_BENCH_PORT", "8431"))
CONNECTIONS = 4
SETTLED = 3.0


def main() -> None:
    """Measure, print the table and, last, the figures as one line of JSON."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--readers", type=int, default=50_000)
    words.add_argument("--frozen", type=int, default=500_000)
    words.add_argument("--kill-readers", type=int, default=5_000)
    words.add_argument("--kills", type=int, default=100)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as home:
        _set_up(Path(home))
        sink = Sink(PORT + 1, Path(home) / "took")
        try:
            figures = _measure(Path(home), sink, asked)
        finally:
            sink.kill()
    _report(figures, asked)
    print(json.dumps(figures))


def _set_up(home: Path) -> None:
    os.environ.update(
        BROADSHEET_HOME=str(home),
        BROADSHEET_PORT=str(PORT),
        BROADSHEET_WEB_WORKERS="1",
        BROADSHEET_LOG_LEVEL="ERROR",
        BROADSHEET_SECRET_KEY="a key for benchmarks alone, 0123456789 0123456789 abcdef",
        BROADSHEET_LETTER_SERVERS=f"smtp://127.0.0.1:{PORT + 1}?rate=0&connections={CONNECTIONS}",
        DJANGO_SETTINGS_MODULE="broadsheet.settings",
    )
    import django

    django.setup()
    from bench.letter import world
    from broadsheet.cli.prepare import prepare

    (home / "secret.key").write_text(os.environ["BROADSHEET_SECRET_KEY"])
    prepare(home)
    world.found()


def _measure(home: Path, sink: Sink, asked: argparse.Namespace) -> dict[str, Any]:
    from bench.letter import world
    from bench.letter.kills import killed

    found = killed(home, sink, asked.kill_readers, asked.kills, CONNECTIONS, random.Random(asked.seed))
    print(found, file=sys.stderr)
    sent = _sent(home, sink, asked.readers)
    print(sent, file=sys.stderr)
    frozen = _frozen(asked.frozen)
    world.close()
    return {
        **sent,
        "freeze_500k_s": frozen,
        "kills": found.kills,
        "skipped": found.skipped,
        "duplicates": found.duplicates,
        "in_flight_at_kills": found.in_flight,
        "doubts": found.doubts,
        "sums_hold": found.adds_up and sent["sums_hold"],
    }


def _sent(home: Path, sink: Sink, readers: int) -> dict[str, Any]:
    """A whole letter, first alone, timed from its first message to its last; then another one while pages are read."""
    from bench.letter import world
    from bench.letter.reading import median_ms
    from broadsheet.newsletter.freezing import freeze
    from broadsheet.newsletter.ledger import tally
    from broadsheet.newsletter.models import Letter

    mailing_list = world.readers(readers, "many")
    first = world.letter(mailing_list)
    freeze(first.pk)
    before, process, sizes = sink.took(), sender(home), []
    while sink.took() == before and process.poll() is None:
        time.sleep(0.01)
    begun = time.monotonic()
    while process.poll() is None:
        sizes.append(memory(process.pid))
        time.sleep(0.1)
    seconds = time.monotonic() - begun
    serve = subprocess.Popen([sys.executable, "-m", "broadsheet", "--home", str(home), "web"])
    try:
        wait_for_port(PORT, serve)
        median_ms(PORT, SETTLED)
        calm = median_ms(PORT, 10)
        freeze(world.letter(mailing_list).pk)
        process = sender(home)
        time.sleep(SETTLED)
        busy = median_ms(PORT, 10)
        still = process.poll() is None
        process.terminate()
        process.wait(LONGEST)
    finally:
        serve.terminate()
        serve.wait(LONGEST)
    return {
        "messages_per_s": round(readers / seconds),
        "rss_mb": round(max(sizes, default=0)),
        "rss_mb_at_a_tenth": round(sizes[len(sizes) // 10]) if sizes else 0,
        "pages_slowdown": round(busy / calm - 1, 3),
        "page_ms": round(calm, 2),
        "was_still_sending": still,
        "sums_hold": tally(Letter.objects.get(pk=first.pk)).adds_up,
    }


def _frozen(readers: int) -> float:
    from bench.letter import world
    from broadsheet.newsletter.freezing import freeze
    from broadsheet.newsletter.models import Letter

    begun = world.letter(world.readers(readers, "huge"))
    start = time.monotonic()
    freeze(begun.pk)
    seconds = time.monotonic() - start
    assert Letter.objects.get(pk=begun.pk).candidates == readers
    return round(seconds, 1)


def _report(figures: dict[str, Any], asked: argparse.Namespace) -> None:
    lines = [f"{machine()}, load {load()}; {asked.readers:,} readers, {asked.frozen:,} frozen.", ""]
    lines += ["| what | figure |", "|---|---|", *(f"| {name} | {value} |" for name, value in figures.items())]
    add_table("Letters: `make bench-letter`", "\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
