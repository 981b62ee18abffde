"""`broadsheet edge`: asks the edge what it keeps, why, and whether readers see what was published."""

from __future__ import annotations

import click

from broadsheet.cli.parts import Parts

PARTS = {
    "why": "Say whether a page would be served from the store, and if not, exactly why.",
    "touches": "Say what publishing a story now would invalidate.",
    "proof": "Read back every place where a story should show, as a reader does, and say what is found.",
    "stats": "Show what the edge counted, and how full its store is.",
}
"""Every command with its line in the help; the module has the command's name."""


@click.group(cls=Parts, package=__name__, parts=PARTS)
def command() -> None:
    """Ask the edge what it keeps, and why."""
