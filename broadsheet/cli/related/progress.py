"""A bar on stderr that tells how far a building of the index is, and how long what is left will take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

STEPS = {"read": "reading texts", "weigh": "weighing terms", "find": "finding neighbours", "write": "writing rows"}
WINDOW = 120.0
"""Seconds whose speed the time left is reckoned by: it follows a machine that slows down."""


@contextmanager
def bar(total: int) -> Iterator[Callable[[str, int], None]]:
    """Takes the name of a step and how many of `total` stories are done in it; each step has a line of its own."""
    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), speed_estimate_period=WINDOW) as progress:
        lines = {}

        def said(step: str, count: int) -> None:
            if step not in lines:
                lines[step] = progress.add_task(STEPS[step], total=total)
            progress.update(lines[step], completed=count)

        yield said
