"""`broadsheet export`: takes the whole paper elsewhere, as files that any server sends, or as WordPress reads it."""

from __future__ import annotations

import importlib

import click

PARTS = {
    "static": "Write every public page as files that any web server can send.",
    "wordpress": "Write the whole paper as an export that WordPress reads, and Broadsheet too.",
}
"""Every command with its line in the help."""


class Parts(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PARTS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in PARTS:
            return None
        found: click.Command = importlib.import_module(f"broadsheet.cli.export.{name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(PARTS.items()))


@click.group(cls=Parts)
def command() -> None:
    """Take the whole paper elsewhere."""
