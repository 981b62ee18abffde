"""The file that a backup is: a gzipped tar of the home's lasting parts, the database, and last a manifest of all of it.

The manifest comes last, so that an archive which was cut short has none and is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from broadsheet.cli.errors import WrongUse

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 << 20
QUICK = 1
"""gzip's level: nearly all bytes are pictures, which do not shrink."""
PRIVATE = 0o600


@dataclass
class Manifest:
    """What an archive holds: rows by table, size and SHA-256 by file, what sampled pages say by path."""

    broadsheet: str
    made_at: str
    database: str
    tables: dict[str, int]
    pages: dict[str, str]
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds files to an archive, and notes each in the manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self._manifest = manifest

    def add(self, path: Path, name: str) -> None:
        """Adds the file at `path` as `name`."""
        with path.open("rb") as file:
            about = self._tar.gettarinfo(arcname=name, fileobj=file)
            about.uid = about.gid = 0
            about.uname = about.gname = ""
            about.type = tarfile.REGTYPE  # a second link to the same file would be written without its content
            about.size = os.fstat(file.fileno()).st_size
            hashing = _Hashing(file)
            self._tar.addfile(about, hashing)
        self._manifest.files[name] = (about.size, hashing.digest.hexdigest())


class _Hashing(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self.digest.update(found)
        return found


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """An archive to fill, which stands at `path` only if the block ends well. WrongUse where that cannot be."""
    if path.exists():
        raise WrongUse(f"{path} exists already. Nothing was written: name another file.")
    if not path.absolute().parent.is_dir():
        raise WrongUse(f"{path.absolute().parent} is not a folder. Make it, or name a file elsewhere.")
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=QUICK, format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar, manifest)
                data = json.dumps(asdict(manifest), ensure_ascii=False).encode()
                about = tarfile.TarInfo(MANIFEST)
                about.size, about.mode = len(data), PRIVATE
                tar.addfile(about, io.BytesIO(data))
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def read_manifest(path: Path) -> Manifest:
    """The manifest of the archive at `path`. WrongUse where it is none, or not whole."""
    with _reading(path) as tar:
        found = next((one for one in tar if one.name == MANIFEST and one.size < LARGEST_MANIFEST), None)
        text = tar.extractfile(found) if found else None
        if text is None:
            raise WrongUse(f"{path} is no backup of Broadsheet, or was cut short: it ends without its manifest.")
        return _manifest(path, text.read())


def _manifest(path: Path, text: bytes) -> Manifest:
    try:
        known = json.loads(text)
        if known["format"] > FORMAT:
            raise WrongUse(
                f"{path} was made by Broadsheet {known['broadsheet']}, which writes another format: use that."
            )
        return Manifest(**{**known, "files": {name: (size, digest) for name, (size, digest) in known["files"].items()}})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongUse(f"{path} has a manifest that cannot be read ({error}).") from None


def unpack(path: Path, folder: Path, manifest: Manifest, told: Callable[[str], object] = lambda name: None) -> None:
    """Unpacks the archive into `folder`, telling each name. WrongUse where anything differs from its manifest."""
    left = dict(manifest.files)
    with _reading(path) as tar:
        for one in tar:
            if one.name == MANIFEST:
                continue
            if not one.isreg() or one.name not in left or not _is_below(one.name):
                raise WrongUse(f"{path} holds {one.name!r}, which its manifest does not know. Nothing of it is used.")
            _unpack(path, tar, one, folder, left.pop(one.name))
            told(one.name)
    if left:
        raise WrongUse(f"{path} lacks {len(left)} files that its manifest lists, {min(left)!r} among them.")


def _unpack(path: Path, tar: tarfile.TarFile, one: tarfile.TarInfo, folder: Path, known: tuple[int, str]) -> None:
    target = folder / one.name
    target.parent.mkdir(parents=True, exist_ok=True)
    source, digest = tar.extractfile(one), hashlib.sha256()
    assert source is not None
    mode = PRIVATE if one.mode & 0o077 == 0 else 0o644
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            file.write(chunk)
    if (one.size, digest.hexdigest()) != known:
        raise WrongUse(f"{path} is damaged: {one.name} is not what was put in. Use another backup.")


def _is_below(name: str) -> bool:
    parts = PurePosixPath(name)
    return not parts.is_absolute() and ".." not in parts.parts


@contextmanager
def _reading(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r|gz") as tar:
            yield tar
    except FileNotFoundError:
        raise WrongUse(f"{path} does not exist.") from None
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise WrongUse(f"{path} is no backup of Broadsheet, or is damaged ({error}).") from None
