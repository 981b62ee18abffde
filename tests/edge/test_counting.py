"""A web process writes down what it counted."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from broadsheet.edge.counting import Counting
from broadsheet.edge.flights import Flights
from broadsheet.edge.generations import Generations
from broadsheet.edge.origin import Answer
from broadsheet.edge.serving import Edge
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.sqlite_generations import SQLiteGenerations
from broadsheet.edge.stats import Stats
from broadsheet.edge.store import LMDBStore
from broadsheet.edge.tally import read


def edge(folder: Path) -> Edge:
    return Edge(
        lambda address: Answer(404, [], b""), Generations(SQLiteGenerations(folder / "none")),
        LMDBStore(folder / "store", 1 << 23), Shelf(1000), Flights(None), ThreadPoolExecutor(1), Stats(),
    )  # fmt: skip


def test_it_counts_from_the_beginning_and_writes_again_later(tmp_path, monkeypatch):
    monkeypatch.setattr("broadsheet.edge.counting.SECONDS", 0.001)
    one = edge(tmp_path)
    counting = Counting(one, tmp_path / "counts")

    async def serve() -> None:
        counting.begin(asyncio.get_running_loop())
        assert read(tmp_path / "counts").numbers["reachable"] == 0
        one.stats.hits, one.flights.waited, one.store.evicted, one.shelf.size = 3, 4, 5, 600
        while read(tmp_path / "counts").numbers["hits"] != 3:
            await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(serve(), 60))
    found = read(tmp_path / "counts")
    assert (found.numbers["waited"], found.numbers["store_evicted"], found.numbers["shelf_bytes"]) == (4, 5, 600)
    one.store.close()


def test_before_it_begins_nothing_is_written(tmp_path):
    one = edge(tmp_path)
    Counting(one, tmp_path / "counts").write()
    assert not (tmp_path / "counts").exists()
    one.store.close()
