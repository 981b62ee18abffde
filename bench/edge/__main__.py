"""Runs all measurements of the edge, or those named, and adds their table: `python -m bench.edge` (`make bench-edge`).

nginx and wrk must be installed (Debian: `apt-get install nginx-light wrk`). About ten minutes on two quiet cores,
once its homes are filled; the home with 300,000 stories takes five minutes and as many gigabytes the first time. The
last line printed is one JSON object of all figures.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import Any

from bench.edge import hits, invalidation, memory, publishing
from bench.homes import in_home
from bench.machine import add_table, load, machine

SIZE, FRONT_SIZE, FEW, MANY = 30_000, 35_000, 1_000, 300_000
PORT = 8140
Rows = list[tuple[str, str, str]]
Figures = dict[str, Any]


def main() -> None:
    """Measure, tell, and add the table unless it is a trial."""
    parser = argparse.ArgumentParser(prog="python -m bench.edge", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--dry", action="store_true", help="leave bench/RESULTS.md as it is")
    parser.add_argument("--port", type=int, default=PORT, help="the first of two ports to use")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no measurement is called {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    if missing := [name for name in ("nginx", "wrk", "taskset") if not shutil.which(name)]:
        sys.exit(f"Not installed: {', '.join(missing)}. On Debian: apt-get install nginx-light wrk util-linux")
    before, rows = load(), Rows()
    figures: Figures = {}
    for name in wanted:
        print(f"{name}: load {load()}", flush=True)
        found_rows, found = PARTS[name](options.port)
        rows += found_rows
        figures |= found
        print(_table(found_rows), flush=True)
    text = f"{machine()}, load {before} before and {load()} after, `make bench-edge`\n\n{_table(rows)}"
    if not options.dry:
        add_table("The edge", text)
    print(json.dumps(figures))


def _hits(port: int) -> tuple[Rows, Figures]:
    found = hits.measure(SIZE, (port, port + 1))
    nginx, edge, ours = found["nginx"], found["edge"], found["edge 304"]
    rows = [
        (
            f"story page, {kind}",
            f"{one.rate:,.0f} requests a second",
            f"p99 {one.p99:.2f} ms, CPU {one.cpu:.1f} µs each",
        )
        for kind, one in found.items()
        if kind != "body_bytes"
    ]
    figures = {
        "hit_ratio_vs_nginx": edge.rate / nginx.rate,
        "hit_cpu_ratio_vs_nginx": nginx.cpu / edge.cpu,
        "p99_ratio_vs_nginx": edge.p99 / nginx.p99,
        "not_modified_ratio": ours.rate / edge.rate,
    }
    ratios = f"hits {figures['hit_ratio_vs_nginx']:.2f} (by CPU {figures['hit_cpu_ratio_vs_nginx']:.2f})"
    rows.append((f"of nginx, {found['body_bytes']:,} bytes", ratios, f"p99 {figures['p99_ratio_vs_nginx']:.2f}"))
    rows.append(("304 of hits", f"{figures['not_modified_ratio']:.2f}", f"CPU {edge.cpu / ours.cpu:.2f}"))
    return rows, _rounded(figures)


def _memory(port: int) -> tuple[Rows, Figures]:
    found = memory.measure(SIZE, port)
    rows = [
        (
            f"{one['asked']:,} pages, shelf {bounds[0]} MB, store {bounds[1]} MB",
            f"{one['memory'] / 2**20:.0f} MB of memory of its own more than {one['before'] / 2**20:.0f}",
            f"{one['stored']:,} stored, {one['bytes'] / 2**20:.0f} MB in {one['disk'] / 2**20:.0f} MB of disk",
        )
        for one, bounds in ((found["roomy"], memory.ROOMY), (found["tight"], memory.TIGHT))
    ]
    roomy = found["roomy"]
    return rows, {"memory_mb_per_10000": round(roomy["memory"] / 2**20), "store_mb_per_10000": roomy["bytes"] >> 20}


def _publishing(port: int) -> tuple[Rows, Figures]:
    found = publishing.measure(SIZE, port)
    rows = [
        (f"publish to {name}", f"median {half:.0f} ms", f"p99 {high:.0f} ms")
        for name, (half, high) in found["surfaces"].items()
    ]
    what = f"{found['publishes']} publishes, {found['rate']:,.0f} answers a second"
    rows.append((f"publish to all, {what}", f"median {found['p50']:.0f} ms", f"p99 {found['p99']:.0f} ms"))
    half, high = found["burst"]
    rows.append(("publish to all, asked at once", f"median {half:.0f} ms", f"p99 {high:.0f} ms"))
    judged = f"of {found['judged']:,} judged; {found['failed']} failed"
    rows.append(("stale answers", f"{found['stale']}", judged))
    figures = {"publish_visible_ms_p99": found["p99"], "publish_at_once_ms_p99": high}
    return rows, _rounded({**figures, "stale_responses": found["stale"]})


def _invalidation(port: int) -> tuple[Rows, Figures]:
    found = invalidation.measure((FEW, MANY))
    rows, totals = Rows(), []
    for size, one in found.items():
        totals.append(one["write"] + one["learn"])
        clock = f"{one['write']:.2f} ms to commit, {one['learn']:.3f} ms to learn"
        rows.append(
            (f"invalidation, {int(size):,} stories, {one['cached']:,} cached", clock, f"CPU {one['write_cpu']:.2f} ms")
        )
    return rows, _rounded({"invalidation_ratio_300k_vs_1k": totals[1] / totals[0]})


def _inside(name: str, size: int, key: str) -> Callable[[int], tuple[Rows, Figures]]:
    def measured(port: int) -> tuple[Rows, Figures]:
        one = in_home(size, f"bench.edge.{name}", str(size))
        times = f"median {one['ms']:.2f} ms, least {one['least']:.2f} ms"
        return [(f"{name}, {size:,} stories", times, f"CPU {one['cpu']:.2f} ms")], _rounded({key: one["ms"]})

    return measured


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    return "\n".join(["| what | how much | besides |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])


def _rounded(figures: Figures) -> Figures:
    return {name: round(value, 2) for name, value in figures.items()}


PARTS: dict[str, Callable[[int], tuple[Rows, Figures]]] = {
    "hits": _hits,
    "memory": _memory,
    "publishing": _publishing,
    "invalidation": _invalidation,
    "reassembly": _inside("reassembly", SIZE, "reassemble_ms"),
    "front": _inside("front", FRONT_SIZE, "front_press_ms"),
}

if __name__ == "__main__":
    main()
