"""`broadsheet related`: the index of related stories built anew, and measured."""

from __future__ import annotations

import importlib

import click

PARTS = {
    "rebuild": "Build the index of related stories anew and write what goes with each.",
    "evaluate": "Measure on a corpus of known events how well stories find each other.",
}
"""Every command with its line in the help; the module has the command's name."""


class Parts(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PARTS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return importlib.import_module(f"broadsheet.cli.related.{name}").command if name in PARTS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(PARTS.items()))


@click.group(cls=Parts)
def command() -> None:
    """Build the index of related stories anew, or measure it."""
