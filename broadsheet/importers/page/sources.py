"""Where a page comes from: a file or an address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.fetching import fetch
from broadsheet.importers.page.decoding import decode

LARGEST = 10 * 1024 * 1024
"""Bytes that a page may have."""


@dataclass(frozen=True)
class Source:
    """A page's text; `url` is "" for a file."""

    text: str
    name: str
    url: str = ""


def read(where: str, *, allow_private: bool = False) -> Source:
    """The page in the file, or at the address, `where`. CannotImportError where there is none that can be read."""
    if "://" in where:
        fetched = fetch(where, largest=LARGEST, allow_private=allow_private)
        return Source(decode(fetched.data, fetched.charset, fetched.url), fetched.url, fetched.url)
    return Source(decode(_bytes(Path(where)), name=where), where)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CannotImportError(f"{path} has more than {LARGEST // 1024**2} MB: that is no page of text.")
        return path.read_bytes()
    except OSError as error:
        raise CannotImportError(f"{path}: {error.strerror or error}.") from None
