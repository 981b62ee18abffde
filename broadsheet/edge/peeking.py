"""A look into the store from outside of the server, which changes nothing in it. Knows no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType

import lmdb

from broadsheet.edge import parts
from broadsheet.edge.fingerprint import NAME
from broadsheet.edge.parts import DamagedError, Part
from broadsheet.edge.store import _PARTS, _STATE, LONGEST_KEY


class NoStoreError(Exception):
    """There is no store to look into, or what is there is none."""


class Peek:
    """The parts in the newest store below `folder`; a context manager. Raises NoStoreError where there is none."""

    def __init__(self, folder: Path) -> None:
        stores = list(folder.glob(f"{NAME}*/data.mdb"))
        if not stores:
            raise NoStoreError(f"there is no store in {folder}")
        path = max(stores, key=lambda path: path.stat().st_mtime).parent
        try:
            self.env = lmdb.open(str(path), readonly=True, create=False, max_dbs=4, max_readers=512)
            self.parts = self.env.open_db(_PARTS, create=False)
            self.state = self.env.open_db(_STATE, create=False)
        except (lmdb.Error, OSError) as error:
            raise NoStoreError(str(error)) from error

    def __enter__(self) -> Peek:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.env.close()

    def get(self, key: str) -> Part | None:
        """The part under `key`; None where there is none. Raises DamagedError."""
        name = key.encode()
        if len(name) > LONGEST_KEY:
            return None
        with self.env.begin(db=self.parts) as reading:
            found = reading.get(name)
        return parts.decode(bytes(found[8:])) if found is not None else None

    def sizes(self) -> tuple[int, int]:
        """How many parts there are, and how many bytes they take."""
        with self.env.begin() as reading:
            size = reading.get(b"size", b"", db=self.state)
            return reading.stat(self.parts)["entries"], int.from_bytes(size, "big")

    def keys(self) -> list[str]:
        """All keys in the order of the alphabet."""
        with self.env.begin(db=self.parts) as reading:
            return [bytes(name).decode() for name in reading.cursor().iternext(values=False)]

    def all(self) -> Iterator[tuple[str, Part]]:
        """Every part with its key; what is damaged or goes meanwhile is left out."""
        for key in self.keys():
            try:
                part = self.get(key)
            except DamagedError:
                continue
            if part is not None:
                yield key, part

    def dependants(self, tags: Collection[str]) -> dict[str, list[str]]:
        """For each of `tags` the keys of the parts that depend on it."""
        found: dict[str, list[str]] = {tag: [] for tag in tags}
        for key, part in self.all():
            for tag in found.keys() & part.tags:
                found[tag].append(key)
        return found
