"""What the measurements from inside share: an edge in this process, in the home that the environment names."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.homes import filled
from bench.machine import keep_to

CORE = 1
HOST = "127.0.0.1:8000"


def enter(size: int) -> None:
    """Loads Django as a web process does, in a home with `size` stories."""
    import django

    django.setup()
    filled(size)
    keep_to(CORE)
    from broadsheet.asgi import warm_up

    warm_up()


class Times:
    """Milliseconds by the clock and of the processor, one of each for every measurement."""

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.cpu: list[float] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Measures what is done within it; processor time of all threads, since pages are pressed in others."""
        start, start_cpu = time.perf_counter(), time.process_time()
        yield
        self.cpu.append((time.process_time() - start_cpu) * 1000)
        self.clock.append((time.perf_counter() - start) * 1000)

    def figures(self) -> dict[str, float]:
        """Medians by the clock and of the processor, and the least by the clock."""
        return {"ms": median(self.clock), "cpu": median(self.cpu), "least": min(self.clock)}


def make_edge() -> Any:
    """An edge like that of a web process, with an empty store of its own and room for everything."""
    import shutil

    from django.conf import settings

    from broadsheet import rsgi

    settings.EDGE_FOLDER = Path(settings.HOME) / "edge-bench"
    settings.EDGE_STORE_BYTES = settings.EDGE_SHELF_BYTES = 1 << 33
    shutil.rmtree(settings.EDGE_FOLDER, ignore_errors=True)
    return rsgi.make_edge()


def address(path: str) -> Any:
    """The address of a page of this home."""
    from broadsheet.edge.origin import Address

    return Address("http", HOST, path, "")


def newest_story() -> Any:
    """The story that was published last."""
    from broadsheet.articles.models import Story

    return Story.objects.readable().newest_first()[0]
