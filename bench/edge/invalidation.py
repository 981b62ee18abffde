"""One invalidation among many cached pages: `python -m bench.edge.invalidation SIZE` measures one for each line that it
is given, so that homes of different sizes can be measured in turn. `measure` does that.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from statistics import median
from typing import Any

from bench.edge.inside import HOST, Times, address, enter, make_edge, newest_story
from bench.homes import HOMES, environment, home_of

ROUNDS = 300
COPY_BYTES = 2_000
"""How much text a copy of a story page keeps: 300,000 whole ones would take ten gigabytes and show nothing more."""


def measure(sizes: tuple[int, int], rounds: int = ROUNDS) -> dict[str, Any]:
    """Medians of both homes, each step by the clock and of the processor."""
    processes = [_start(size) for size in sizes]
    cached = [_told(process)["cached"] for process in processes]
    found: list[list[dict[str, float]]] = [[] for _ in sizes]
    for _ in range(rounds):
        for process, figures in zip(processes, found, strict=True):
            process.stdin.write("one\n")
            process.stdin.flush()
            figures.append(_told(process))
    for process in processes:
        process.stdin.close()
        process.wait()
    medians = [{name: median(one[name] for one in figures) for name in figures[0]} for figures in found]
    return {str(size): {"cached": count, **one} for size, count, one in zip(sizes, cached, medians, strict=True)}


def _start(size: int) -> Any:
    home_of(size).mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "bench.edge.invalidation", str(size)], env=environment(size), cwd=HOMES.parent.parent,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _told(process: Any) -> dict[str, float]:
    """The next JSON object that the process prints."""
    while line := process.stdout.readline():
        if line.startswith("{"):
            told: dict[str, float] = json.loads(line)
            return told
    raise RuntimeError("the measuring process ended")


def main() -> None:
    """Fills shelf and store, then measures whenever asked."""
    enter(int(sys.argv[1]))
    edge = make_edge()
    edge.generations.look()
    pattern = asyncio.run(edge.part(address(newest_story().get_url())))
    cached = _fill(edge, pattern)
    print(json.dumps({"cached": len(edge.shelf.pages), "stored": edge.store.sizes()[0]}), flush=True)
    for number, _ in enumerate(sys.stdin):
        print(json.dumps(_one(edge, *cached[(number * 37) % len(cached)])), flush=True)


def _fill(edge: Any, pattern: Any) -> list[tuple[int, str]]:
    """Every story has a page on the shelf and a part in the store, both copies of one, with the tags of its own."""
    from broadsheet.articles.models import Story
    from broadsheet.edge import parts
    from broadsheet.edge.pages import Page

    rows = Story.objects.readable().order_by("pk").values_list("pk", "url_path")
    text = parts.Text(pattern.pieces[0].plain[:COPY_BYTES], pattern.pieces[0].deflated[:COPY_BYTES])
    found = []
    for pk, url_path in rows.iterator(chunk_size=5000):
        key = f"{HOST}/{url_path.split('/', 2)[2]}"
        part = replace(pattern, pieces=(text,), tags=tuple(_of(tag, pk) for tag in pattern.tags))
        edge.store.put(key, parts.encode(part), part.number)
        edge.shelf.put(key, Page(part, [text], [part], part.number, False))
        found.append((pk, key))
    return found


def _of(tag: str, pk: int) -> str:
    """`tag` of another story."""
    return f"story:{pk}" if tag.startswith("story:") else tag


def _one(edge: Any, pk: int, key: str) -> dict[str, float]:
    """Milliseconds of a bump with its commit, and of the edge's learning until it knows that the page does not hold."""
    from django.db import transaction

    from broadsheet.articles import tags
    from broadsheet.edge.tags import bump

    edge.generations.look()
    page = edge.shelf.get(key)
    assert edge.holds(page)
    writing, learning = Times(), Times()
    with writing.one(), transaction.atomic():
        bump(tags.story(pk), tags.STORIES, tags.section(1), tags.MONTHS)
    with learning.one():
        edge.generations.look()
        assert edge.ready(key) is None
    return {
        "write": writing.clock[0], "write_cpu": writing.cpu[0], "learn": learning.clock[0], "learn_cpu": learning.cpu[0]
    }  # fmt: skip


if __name__ == "__main__":
    main()
