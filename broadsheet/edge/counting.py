"""The clock by which a web process writes down what it counted. Knows no Django."""

from __future__ import annotations

import asyncio
from pathlib import Path

from broadsheet.edge.serving import Edge
from broadsheet.edge.tally import SECONDS, Slot


class Counting:
    """Writes the counts of `edge` to `folder` once a second, from `begin` on."""

    def __init__(self, edge: Edge, folder: Path) -> None:
        self.edge = edge
        self.folder = folder
        self.slot: Slot | None = None

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Takes a place in the folder; to be called in the process that serves, since forks would share it."""
        self.slot = Slot(self.folder)
        self._tick(loop)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_later(SECONDS, self._tick, loop)
        self.write()

    def write(self) -> None:
        """Writes all counts as they are now."""
        if self.slot is None:
            return
        edge, store = self.edge, self.edge.store
        counters = (edge.flights.waited, edge.shelf.evicted, store.evicted, store.remade)
        gauges = (
            len(edge.shelf.pages), edge.shelf.size, *store.sizes(), edge.generations.now, edge.generations.reachable,
        )  # fmt: skip
        self.slot.write(edge.stats, counters, gauges)
