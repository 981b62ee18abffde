"""Making a backup of a home that is at work: first all is held still in a scratch home, then that is packed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import track

from broadsheet import __version__, env
from broadsheet.cli import home as homes
from broadsheet.cli.backup.archive import Manifest, writing
from broadsheet.cli.backup.databases import FILES, POSTGRESQL, copy, kind
from broadsheet.cli.backup.sampling import sample

LASTING = (env.ENV_FILE, homes.KEY_FILE)
"""What lasts of a home besides database and media; all else is made anew from these."""
MEDIA = "media"
SCRATCH = ".backup-"
"""Begins the names of scratch homes; they lie in the home, so that pictures are held still by links to them."""


def make(file: Path) -> Manifest:
    """Writes the backup of the configured home to `file`; what it holds.

    WrongUse where there is no home or `file` exists; Failed where the database cannot be copied. Leaves nothing then.
    """
    settings, home = env.read(), env.home_folder().absolute()
    homes.require(home)
    url = settings["BROADSHEET_DATABASE_URL"].value
    manifest = Manifest(__version__, datetime.now(UTC).isoformat(timespec="seconds"), kind(url), {}, {})
    _clear(home)
    with writing(file, manifest) as archive, TemporaryDirectory(prefix=f"{SCRATCH}{os.getpid()}-", dir=home) as folder:
        scratch = Path(folder)
        manifest.tables = hold_still(url, home, scratch)
        names = [FILES[kind(url)], *(name for name in LASTING if (scratch / name).exists()), *_below(scratch / MEDIA)]
        for name in track(names, "Packing", transient=True):
            archive.add(scratch / name, name)
        if kind(url) != POSTGRESQL:
            manifest.pages = sample(scratch, "")  # after the database was packed, which reading touches
    return manifest


def _clear(home: Path) -> None:
    """Takes away the scratch homes of backups that were killed."""
    for path in home.glob(f"{SCRATCH}*"):
        process = path.name.removeprefix(SCRATCH).partition("-")[0]
        if process.isdecimal() and not Path("/proc", process).exists():
            shutil.rmtree(path)


def hold_still(url: str, home: Path, scratch: Path) -> dict[str, int]:
    """Puts all that lasts of `home` into `scratch` as it is at one moment; the rows of the database by table.

    Pictures are linked before and after the database is copied: one that is removed meanwhile is there from before, one
    that is added from after, so every file that the copy names is among them. Files are never changed in their place.
    """
    for name in LASTING:
        with suppress(FileNotFoundError):
            (scratch / name).write_bytes((home / name).read_bytes())
            (scratch / name).chmod(0o600)
    _link(home / MEDIA, scratch / MEDIA)
    rows = copy(url, home, scratch / FILES[kind(url)])
    _link(home / MEDIA, scratch / MEDIA)
    return rows


def _link(source: Path, target: Path) -> None:
    """Links all files below `source` that are not yet linked below `target`."""
    for folder, _, names in os.walk(source):
        there = target / Path(folder).relative_to(source)
        there.mkdir(parents=True, exist_ok=True)
        for name in names:
            with suppress(FileExistsError, FileNotFoundError):
                _hold(Path(folder, name), there / name)


def _hold(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        if not target.exists():  # pictures lie on another disk, or on one that knows no links
            shutil.copy2(source, target, follow_symlinks=False)


def _below(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(folder.parent))
