"""`broadsheet edge proof`: whether readers see a story everywhere that they should."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from broadsheet.cli.edge.finding import open_home, story_of
from broadsheet.cli.errors import Failed, WrongUse

if TYPE_CHECKING:
    from broadsheet.front.proof.comparing import Line


@click.command()
@click.argument("story")
@click.option(
    "--at", "server", default="", help="Where the paper is served, as in http://127.0.0.1:8000; else by its settings."
)
def command(story: str, server: str) -> None:
    """Read back every place where STORY should show (or should no more), as a reader does, and say what is found.

    STORY is its number, its path or its URL. Exits with 1 where a place shows something else.
    """
    if server and (urlsplit(server).scheme not in ("http", "https") or not urlsplit(server).hostname):
        raise WrongUse(f"--at {server}: give an address such as http://127.0.0.1:8000.")
    open_home()
    from django.utils import timezone

    from broadsheet.front.models import Act
    from broadsheet.front.proof.proving import prove

    found = story_of(story)
    click.echo(f"“{found.title}” ({found.pk}), {'live' if found.live else 'not live'}")
    proof = prove(found, Act.ASK, timezone.now(), server=server, said=_say)
    if proof.trouble:
        raise Failed(proof.trouble)
    count, faults = len(proof.lines), len(proof.faults)
    if faults:
        raise Failed(f"{faults} of {count} places show something else. `broadsheet edge why` says why of each.")
    click.echo(f"All {count} places are as they should be.")


def _say(line: Line) -> None:
    name = click.style(f"RED   {line.name}", fg="red") if line.fault else f"ok    {line.name}"
    told = line.fault or f"as it should be, read in {line.took:.0f} ms"
    click.echo(f"{name}  {line.path}\n        {told}")
