"""Putting a backup into an empty folder, and its database into an empty one where it is PostgreSQL's."""

from __future__ import annotations

from pathlib import Path

from broadsheet.cli.backup.archive import Manifest, unpack
from broadsheet.cli.backup.databases import FILES, POSTGRESQL, count_postgres, count_sqlite, restore_postgres


def restore_into(folder: Path, file: Path, manifest: Manifest, url: str) -> None:
    """Unpacks `file` into the empty `folder`; a PostgreSQL database goes to the empty one at `url`.

    WrongUse where the file is damaged or the database is not empty; Failed where the database takes it not.
    """
    if manifest.database == POSTGRESQL:
        count_postgres(url)  # a database that cannot be reached is told before gigabytes are unpacked
    unpack(file, folder, manifest)
    (folder / "media").mkdir(exist_ok=True)
    if manifest.database == POSTGRESQL:
        dump = folder / FILES[POSTGRESQL]
        restore_postgres(dump, url)
        dump.unlink()


def count(manifest: Manifest, folder: Path, url: str) -> dict[str, int]:
    """Rows by table of what was restored."""
    return count_postgres(url) if manifest.database == POSTGRESQL else count_sqlite(folder / FILES[manifest.database])
