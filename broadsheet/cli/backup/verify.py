"""`broadsheet backup verify`: restores a backup into a scratch home and holds it beside its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from broadsheet import env
from broadsheet.cli.backup import told
from broadsheet.cli.backup.archive import Manifest, read_manifest
from broadsheet.cli.backup.databases import POSTGRESQL, kind, scratch_postgres
from broadsheet.cli.backup.restoring import count, restore_into
from broadsheet.cli.backup.sampling import sample
from broadsheet.cli.errors import Failed, WrongUse


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--database-url", default="", help="An empty PostgreSQL database to use; else one is made and dropped.")
def command(file: Path, database_url: str) -> None:
    """Restore FILE into a scratch home and compare: files by hash, rows by table, and what sampled pages say.

    Exits with 0 only if all of it agrees. The paper itself is not touched.
    """
    manifest = read_manifest(file)
    with ExitStack() as stack:
        url = _scratch_url(manifest, database_url, stack)
        home = Path(stack.enter_context(TemporaryDirectory(prefix="broadsheet-verify-")))
        restore_into(home, file, manifest, url)
        compare(manifest.tables, count(manifest, home, url), "table")
        pages = sample(home, url, list(manifest.pages) or None)
        if manifest.pages:
            compare(manifest.pages, pages, "page")
        elif lost := sorted(path for path, found in pages.items() if not found.startswith("200 ")):
            raise Failed(f"{len(lost)} of {len(pages)} sampled pages do not answer, {lost[0]} among them.")
    click.echo(
        f"{file}, made {manifest.made_at} by Broadsheet {manifest.broadsheet}: "
        f"{told(manifest.tables, manifest.files)}, {len(pages)} sampled pages. All of it agrees."
    )


def _scratch_url(manifest: Manifest, given: str, stack: ExitStack) -> str:
    if manifest.database != POSTGRESQL:
        return ""
    configured = env.read()["BROADSHEET_DATABASE_URL"].value
    if not given and kind(configured) != POSTGRESQL:
        raise WrongUse("This backup is of a PostgreSQL database: name an empty one to try it in: --database-url")
    return given or stack.enter_context(scratch_postgres(configured))


def compare(noted: Mapping[str, object], found: Mapping[str, object], kind: str) -> None:
    """Raises Failed with the first of the differences between what was noted and what was found."""
    differ = sorted(name for name in {*noted, *found} if noted.get(name) != found.get(name))
    if differ:
        name = differ[0]
        raise Failed(
            f"{len(differ)} of {len(noted)} {kind}s differ: {kind} {name} was {noted.get(name, 'not there')!r} "
            f"and is {found.get(name, 'not there')!r}. Do not rely on this backup."
        )
