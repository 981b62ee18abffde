"""Related stories: how good, how fast, how large: `python -m bench.related` (`make bench-related`).

Quality is measured on the corpora below BROADSHEET_CORPORA. For each size an index is built, by as many processes as
there are processors, of archives made of real articles that are mixed: each takes half its sentences from another. Then
new stories are put into it one by one, as a publication does, by a process of its own whose memory is measured. The
table is added to `bench/RESULTS.md`, unless `--dry`; the last line printed is one JSON object of all figures.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.machine import add_table, load, machine
from broadsheet.related.building import build
from broadsheet.related.evaluating import CorpusError, evaluate, read_corpus, read_texts
from broadsheet.related.index import Index
from broadsheet.related.scoring import Text

CORPORA = Path(os.environ.get("BROADSHEET_CORPORA", Path(__file__).parents[1] / ".." / "shared" / "corpora"))
FULL, LOAD = CORPORA / "related" / "allsides-fulltext", CORPORA / "news" / "allsides-load"
SIZES = (10_000, 100_000, 300_000)
NEW = 200
"""Stories that are published on top."""


def main() -> None:
    """Measure quality, then every size, then tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(str(size) for size in SIZES))
    parser.add_argument("--dry", action="store_true", help="leave bench/RESULTS.md as it is")
    parser.add_argument("--publish", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.publish:
        print(json.dumps(published(Path(options.publish))))
        return
    before, processes = load(), len(os.sched_getaffinity(0))
    try:
        figures: dict[str, Any] = evaluate(read_corpus(FULL), processes=processes)
        among = evaluate(read_corpus(FULL, LOAD), processes=processes)
    except CorpusError as error:
        sys.exit(f"{error} Set BROADSHEET_CORPORA to the folder of the corpora.")
    figures |= {"ndcg5_with_distractors": among["ndcg5"], "recall10_with_distractors": among["recall10"]}
    sizes = {int(size): measured(int(size), processes) for size in options.sizes.split(",")}
    figures |= _of_sizes(sizes)
    text = (
        f"One of {machine()}, load {before} before and {load()} after, `make bench-related`\n\n{_table(figures, sizes)}"
    )
    print(text)
    if not options.dry:
        add_table("Related stories", text)
    print(json.dumps(figures))


def measured(size: int, processes: int) -> dict[str, float]:
    """Builds an index of so many stories and publishes `NEW` more."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        texts = mixed(size + NEW)
        started = time.perf_counter()
        build(Path(folder), islice(texts, size), processes)
        seconds = time.perf_counter() - started
        (Path(folder) / "new.json").write_text(
            json.dumps([[text.key, text.title, text.body, text.day] for text in texts])
        )
        told = subprocess.run(
            [sys.executable, "-m", "bench.related", "--publish", folder], check=True, capture_output=True, text=True
        )
        found: dict[str, float] = json.loads(told.stdout)
        disk = sum(path.stat().st_size for path in Path(folder).glob("*.index*")) / 2**20
    return {"rebuild_s": round(seconds, 1), "disk_mb": round(disk), **found}


def published(folder: Path) -> dict[str, float]:
    """Milliseconds (median, worst) of putting stories into the index, and the process's memory."""
    texts = [Text(*row) for row in json.loads((folder / "new.json").read_text())]
    took = []
    with Index.of(folder) as index:
        for text in texts:
            started = time.perf_counter()
            index.put(text)
            took.append((time.perf_counter() - started) * 1000)
    # Not getrusage, which tells a child of the memory of who started it.
    rss = int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]
    return {"neighbours_ms": round(median(took[10:]), 1), "worst_ms": round(max(took[10:]), 1), "rss_mb": round(rss)}


def mixed(size: int) -> Iterator[Text]:
    """So many articles, each the sentences of two real ones by turns."""
    dice = Random(7)
    texts = list(read_texts(LOAD))
    for key in range(size):
        one, other = dice.choice(texts), dice.choice(texts)
        halves = (one.body.split(". ")[::2], other.body.split(". ")[1::2])
        yield Text(key, one.title, ". ".join([*halves[0], *halves[1]]), 737_000 + key % 3_000)


def _of_sizes(sizes: dict[int, dict[str, float]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if middle := sizes.get(100_000):
        found |= {"neighbours_ms_100k": middle["neighbours_ms"], "rss_mb": middle["rss_mb"]}
        found |= {"rebuild_s_100k": middle["rebuild_s"]}
    if {10_000, 300_000} <= set(sizes):
        ratio = sizes[300_000]["neighbours_ms"] / sizes[10_000]["neighbours_ms"]
        found["publish_cost_ratio_300k_vs_10k"] = round(ratio, 2)
    return found


def _table(figures: dict[str, Any], sizes: dict[int, dict[str, float]]) -> str:
    quality = "".join(f"| {name} | {figures[name]} |\n" for name in figures if name.startswith(("ndcg5", "recall10")))
    names = list(next(iter(sizes.values())))
    rows = "".join(f"| {size:,} | {' | '.join(str(row[name]) for name in names)} |\n" for size, row in sizes.items())
    head = f"| stories | {' | '.join(names)} |\n|---{'|---:' * len(names)}|\n"
    return f"| quality | |\n|---|---:|\n{quality}\n{head}{rows}"


if __name__ == "__main__":
    main()
