"""What decides the looks of all pages and has no tag: the program, its configuration, the static files. No Django.

Pages are kept in a folder that is named after it, so that a paper which is set up otherwise, or runs another version,
finds none of the old ones, also while a process of the old kind is still at work beside it.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

NAME = "store-"


def fingerprint(package: Path, manifest: Path, settings: Mapping[str, str]) -> str:
    """A short name for the code in `package`, what is installed, the static files in `manifest`, and `settings`."""
    found = hashlib.blake2b(digest_size=10)
    for line in (*_files(package), *_installed(), *sorted(f"{name}={value}" for name, value in settings.items())):
        found.update(line.encode() + b"\0")
    if manifest.is_file():
        found.update(manifest.read_bytes())
    return found.hexdigest()


def _files(package: Path) -> Iterator[str]:
    """Our modules, templates and catalogues, by name, size and time."""
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".html", ".xml", ".txt", ".mo", ".json", ".css", ".js") and path.is_file():
            stat = path.stat()
            yield f"{path.relative_to(package)} {stat.st_size} {stat.st_mtime_ns}"


def _installed() -> Iterator[str]:
    """Names and versions of the packages; their folders' names tell, without opening one."""
    for folder in dict.fromkeys(sys.path):
        yield from sorted(path.name for path in Path(folder).glob("*.dist-info"))


def store_folder(folder: Path, name: str) -> Path:
    """Where pages of the kind `name` are kept below `folder`; those of all other kinds are removed.

    A process of another kind that still runs keeps its files open and is not disturbed.
    """
    own = folder / f"{NAME}{name}"
    for other in folder.glob(f"{NAME}*"):
        if other != own:
            shutil.rmtree(other, ignore_errors=True)
    return own
