"""`broadsheet edge stats`: what the edge counted, and how full its store is."""

from __future__ import annotations

import json
from typing import Any

import click

from broadsheet.cli.edge.finding import open_home
from broadsheet.edge.numbers import count
from broadsheet.edge.peeking import NoStoreError, Peek
from broadsheet.edge.stats import quantile
from broadsheet.edge.tally import read

RESULTS = ("hits", "reassembled", "misses", "passed", "refused", "failed")
PAGES = RESULTS[:3]
TIMES = {"renders": "time of a rendering", "obtains": "time of a page not ready"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(as_json: bool) -> None:
    """Show what the edge counted since this home was first served, and how full its store is.

    Counts are up to a second old. Of a paper that is not being served the counters stand where they stopped.
    """
    open_home()
    from django.conf import settings

    tally = read(settings.EDGE_FOLDER / "counts")
    numbers: dict[str, Any] = {"processes": tally.processes, **tally.numbers}
    if not tally.processes:
        numbers |= _stored(settings.EDGE_FOLDER)
    numbers["store_bound"] = settings.EDGE_STORE_BYTES
    for name in TIMES:
        numbers[f"{name}_p50"], numbers[f"{name}_p99"] = (quantile(tally.buckets[name], q) for q in (0.5, 0.99))
    click.echo(json.dumps(numbers, indent=2) if as_json else _table(numbers))


def _stored(folder: Any) -> dict[str, int]:
    """What lies in the store, where nobody lives who could say."""
    try:
        with Peek(folder) as store:
            parts, size = store.sizes()
    except NoStoreError:
        return {}
    return {"store_parts": parts, "store_bytes": size}


def _table(n: dict[str, Any]) -> str:
    served = n["hits"] + n["reassembled"] + n["misses"]
    alive = f"{n['processes']}, {n['reachable']} of them reach the database"
    store = f"{n['store_parts']:,} parts, {_size(n['store_bytes'])} of {_size(n['store_bound'])}"
    rows = [
        ("web processes", alive if n["processes"] else "none: the paper is not being served"),
        ("requests", f"{sum(n[name] for name in RESULTS):,}"),
        *((f"  {name}", f"{n[name]:,}{_share(n[name], served) if name in PAGES else ''}") for name in RESULTS),
        ("answered with 304", f"{n['not_modified']:,}"),
        ("renderings", f"{n['pressed']:,}"),
        ("waited for one under way", f"{n['waited']:,}"),
        ("stale, the origin failing", f"{n['stale']:,}"),
        *((words, _time(n, name)) for name, words in TIMES.items()),
        ("in memory", f"{n['shelf_pages']:,} pages, {_size(n['shelf_bytes'])}; {n['shelf_evicted']:,} made room"),
        ("in the store", f"{store}; {n['store_evicted']:,} made room, made anew {n['store_remade']} times"),
        ("newest change", count(n["generation"]) if n["processes"] else "unknown"),
    ]
    return "\n".join(f"{name:<27}{value}" for name, value in rows)


def _share(number: int, of: int) -> str:
    return f"  ({number / of:.1%} of pages)" if of else ""


def _time(n: dict[str, Any], name: str) -> str:
    p50, p99 = n[f"{name}_p50"], n[f"{name}_p99"]
    return "none yet" if p50 is None else f"median {p50 * 1000:.1f} ms, 99th percentile {p99 * 1000:.1f} ms"


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
