"""Runs each method in a process of its own, by the texts alone, and prints a table."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import fmean, median

from bench.machine import load, machine
from bench.methods.engines import ENGINES
from bench.related import FULL
from broadsheet.related.evaluating import Corpus, ndcg, read_corpus, recall


def main() -> None:
    """Measure the method that is named, or all of them, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FULL)
    parser.add_argument("--only", choices=sorted(ENGINES), help="measure one method in this process")
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measured(options.only, read_corpus(options.folder))))
        return
    print(f"One of {machine()}, load {load()} before, `python -m bench.methods`\n")
    print("| method | nDCG@5 | recall@10 | build s | query ms | memory MB |\n|---|---:|---:|---:|---:|---:|")
    for name in ENGINES:
        command = [sys.executable, "-m", "bench.methods", str(options.folder), "--only", name]
        told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1]
        print(
            f"| {ENGINES[name].title} | {' | '.join(str(value) for value in json.loads(told).values())} |", flush=True
        )


def measured(name: str, corpus: Corpus) -> dict[str, float]:
    """How good one method is, what it costs to build and to ask, and by how much its process grew."""
    before, started = peak(), time.perf_counter()
    engine = ENGINES[name](corpus.texts)
    built = time.perf_counter() - started
    good, whole, took = [], [], []
    for key, mates in corpus.mates.items():
        started = time.perf_counter()
        found = [other for other in engine.nearest(key, 11) if other != key][:10]
        took.append((time.perf_counter() - started) * 1_000)
        good.append(ndcg(found, mates))
        whole.append(recall(found, mates))
    return {
        "ndcg5": round(fmean(good), 3),
        "recall10": round(fmean(whole), 3),
        "build_s": round(built, 1),
        "query_ms": round(median(took), 1),
        "memory_mb": round(peak() - before),
    }


def peak() -> float:
    """The most memory that this process had until now, in megabytes."""
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
