"""`broadsheet backup`: the whole paper in one file, taken while it runs; `backup verify` puts one to the test."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

PARTS = {"verify": "Restore a backup into a scratch home and compare counts, files and sampled pages."}


class Parts(click.Group):
    """A group whose first word may be a part, imported when it is asked for; else it is the file to write."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PARTS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return importlib.import_module(f"broadsheet.cli.backup.{name}").command if name in PARTS else _making(name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(PARTS.items()))


def _making(name: str) -> click.Command:
    @click.command(name)
    def command() -> None:
        _make(Path(name))

    return command


@click.group(cls=Parts, invoke_without_command=True, subcommand_metavar="[FILE] | verify FILE")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Write the whole paper into FILE, else into broadsheet-DATE-TIME.tar.gz here, while it runs.

    That is database, pictures, settings and key. Only you can read the file: it holds people's data. Make a home out of
    it with `broadsheet restore`.
    """
    if ctx.invoked_subcommand is None:
        _make(Path(f"broadsheet-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz"))


def _make(file: Path) -> None:
    from broadsheet.cli.backup.making import make

    manifest = make(file)
    click.echo(f"{file}: {size(file.stat().st_size)}, {told(manifest.tables, manifest.files)}.")
    click.echo(f"Put it to the test: broadsheet backup verify {file}")


def told(tables: Mapping[str, int], files: Mapping[str, object]) -> str:
    """What a backup holds, in words."""
    return f"{sum(tables.values()):,} rows in {len(tables)} tables, {len(files):,} files"


def size(count: int) -> str:
    """A number of bytes, in words."""
    return f"{count / 1e6:,.1f} MB" if count < 1e9 else f"{count / 1e9:,.2f} GB"
