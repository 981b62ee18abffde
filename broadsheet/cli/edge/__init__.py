"""`broadsheet edge`: asks the edge what it keeps, why, and whether readers see what was published."""

from __future__ import annotations

import importlib

import click

PARTS = {
    "why": "Say whether a page would be served from the store, and if not, exactly why.",
    "touches": "Say what publishing a story now would invalidate.",
    "proof": "Read back every place where a story should show, as a reader does, and say what is found.",
    "stats": "Show what the edge counted, and how full its store is.",
}
"""Every command with its line in the help; the module has the command's name."""


class Parts(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PARTS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return importlib.import_module(f"broadsheet.cli.edge.{name}").command if name in PARTS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(PARTS.items()))


@click.group(cls=Parts)
def command() -> None:
    """Ask the edge what it keeps, and why."""
