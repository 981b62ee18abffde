"""`broadsheet restore`: makes a home out of a backup."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.backup import told
from broadsheet.cli.backup.archive import Manifest, read_manifest
from broadsheet.cli.backup.databases import POSTGRESQL, kind
from broadsheet.cli.backup.restoring import count, restore_into
from broadsheet.cli.backup.verify import compare
from broadsheet.cli.errors import WrongUse


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--database-url", default="", help="The empty PostgreSQL database to fill, if it is not the backup's own."
)
def command(file: Path, database_url: str) -> None:
    """Make the home of a paper out of the backup in FILE.

    The home must not exist yet or be empty, and so must the database of a paper on PostgreSQL. If it fails, the home is
    as it was.
    """
    home = env.home_folder().absolute()
    manifest = read_manifest(file)
    with homes.making(home) as staging:
        url = _url(manifest, database_url, file)
        restore_into(staging, file, manifest, url)
        compare(manifest.tables, count(manifest, staging, url), "table")
    click.echo(f"{home} is the paper of {manifest.made_at}: {told(manifest.tables, manifest.files)}.")
    click.echo(f"Start it with: broadsheet --home {home} serve")


def _url(manifest: Manifest, given: str, file: Path) -> str:
    """The database to fill: none for SQLite, whose file comes with the home."""
    configured = given or env.read()["BROADSHEET_DATABASE_URL"].value
    if manifest.database != POSTGRESQL:
        if kind(configured) == POSTGRESQL:
            raise WrongUse(f"{file} is of a paper on SQLite: unset BROADSHEET_DATABASE_URL. Nothing was changed.")
        return ""
    if kind(configured) != POSTGRESQL:
        raise WrongUse(
            f"{file} is of a paper on PostgreSQL: name an empty database with --database-url or "
            "BROADSHEET_DATABASE_URL. Nothing was changed."
        )
    return configured
