"""`broadsheet related rebuild`: the index of related stories, and what goes with each, made anew."""

from __future__ import annotations

import os

import click

from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import Failed
from broadsheet.cli.related.progress import bar


@click.command()
@click.option("--processes", type=click.IntRange(1), help="How many to use; else as many as there are processors.")
def command(processes: int | None) -> None:
    """Build the index of related stories anew and write what goes with each story, while the paper is served."""
    open_home()
    from broadsheet.articles.models import Story
    from broadsheet.related.building import BusyError
    from broadsheet.related.linking import rebuild

    try:
        with bar(Story.objects.readable().count()) as said:
            count = rebuild(processes or len(os.sched_getaffinity(0)), said)
    except BusyError as error:
        raise Failed(str(error)) from None
    click.echo(f"{count} stories have their related stories.")
