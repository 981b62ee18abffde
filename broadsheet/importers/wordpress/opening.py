"""Export files opened as one stream of clean UTF-8 each: unpacked, decoded, without what XML 1.0 forbids.

Nothing is unpacked without bounds, and a document type is refused before a parser sees it: exports have none, and all
that entities can do to a reader (expand without end, name files and hosts) begins with one.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from broadsheet.importers.errors import CannotImportError

CHUNK = 1 << 18
RATIO = 200
"""How many times its size a packed file may grow to; text packs ten to thirty times."""
FREE = 64 << 20
"""Bytes that may come out of a packed file in any case."""

_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")
_FORBIDDEN = re.compile(rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
"""References to the control characters that XML 1.0 (2.2) does not know."""
_TAIL = re.compile(rb"(?:&[#\w]{0,12}|\xef(?:\xbf)?)$")
"""What the end of a chunk may be the beginning of."""
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are taken for what Windows writes, which is nearly always what they are."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("broadsheet-cp1252", _as_cp1252)


@dataclass(frozen=True)
class Part:
    """One file of an export: a path, and the name within it where it is a zip."""

    path: Path
    inside: str = ""

    @property
    def label(self) -> str:
        """The file as messages name it."""
        return f"{self.path.name}:{self.inside}" if self.inside else self.path.name


def parts(paths: Sequence[Path]) -> list[Part]:
    """The files of an export, in order; CannotImportError where one cannot be read or a zip holds no export."""
    found: list[Part] = []
    for path in paths:
        if not path.is_file():
            raise CannotImportError(f"{path} is no file: name the export that WordPress wrote.")
        if not zipfile.is_zipfile(path):
            found.append(Part(path))
            continue
        with zipfile.ZipFile(path) as archive:
            inside = sorted(name for name in archive.namelist() if _is_export(name))
        if not inside:
            raise CannotImportError(f"{path.name} holds no .xml file: name the export that WordPress wrote.")
        found += [Part(path, name) for name in inside]
    return found


def _is_export(name: str) -> bool:
    return name.lower().endswith(".xml") and "__MACOSX" not in name


@contextmanager
def opened(part: Part) -> Iterator[Clean]:
    """The clean stream of a file; raises CannotImportError while it is read, for bombs and damaged archives."""
    with part.path.open("rb") as file:
        if part.inside:
            with zipfile.ZipFile(file) as archive, archive.open(part.inside) as member:
                yield Clean(member, part, packed=archive.getinfo(part.inside).compress_size)
        elif file.peek(2)[:2] == b"\x1f\x8b":
            with gzip.open(file) as unpacked:
                yield Clean(unpacked, part, packed=part.path.stat().st_size)  # type: ignore[arg-type]
        else:
            yield Clean(file, part, packed=0)


class Clean:
    """A file for lxml: `read` gives UTF-8 of what is legal in XML. `mended` says what had to be put right."""

    def __init__(self, file: IO[bytes], part: Part, packed: int) -> None:
        self.part, self.mended = part, set[str]()
        self.taken = 0
        """Bytes that were read, unpacked."""
        self._file, self._most = file, max(FREE, packed * RATIO) if packed else 0
        self._rest, self._seen, self._ended, self._rooted = b"", b"", False, False
        first = self._raw()
        self._encoding = _encoding(first)
        self._decoder = codecs.getincrementaldecoder(self._encoding)(errors="broadsheet-cp1252")
        self._next: bytes | None = first

    def read(self, size: int = -1) -> bytes:
        """The next clean bytes, b"" at the end; `size` is not heeded, which lxml allows."""
        while not self._ended:
            raw = self._raw() if self._next is None else self._next
            self._next = None
            self._ended = not raw
            if clean := self._cleaned(raw):
                return clean
        return b""

    def _raw(self) -> bytes:
        try:
            raw = self._file.read(CHUNK)
        except (OSError, EOFError, zipfile.BadZipFile, ValueError) as error:
            raise CannotImportError(f"{self.part.label} is damaged and cannot be unpacked: {error}.") from None
        self.taken += len(raw)
        if self._most and self.taken > self._most:
            raise CannotImportError(
                f"{self.part.label} unpacks to more than {self._most >> 20} MB, {RATIO} times its size: refused."
            )
        return raw

    def _cleaned(self, raw: bytes) -> bytes:
        text = self._decoder.decode(raw, final=self._ended)
        data = self._rest + text.encode("utf-8", "replace")
        tail = None if self._ended else _TAIL.search(data, max(0, len(data) - 16))
        self._rest = data[tail.start() :] if tail else b""
        data = data[: tail.start()] if tail else data
        clean = _FORBIDDEN.sub(b"", data.translate(None, _CONTROLS))
        if b"\xef\xbf" in clean:
            clean = _NONCHARACTERS.sub(b"", clean)
        if len(clean) != len(data):
            self.mended.add("control characters left out")
        if not self._rooted:
            self._check_head(clean)
            if self.taken <= CHUNK:
                clean = self._from_the_beginning(clean)
        return clean

    def _from_the_beginning(self, data: bytes) -> bytes:
        """Without what stands before the XML: a mark, blank lines, warnings that PHP printed into the file."""
        begin = data.find(b"<?xml")
        begin = data.find(b"<rss") if begin < 0 else begin
        if begin > 0 and data[:begin].strip(b"\xef\xbb\xbf \t\r\n"):
            self.mended.add("text before the XML left out")
        return data[max(begin, 0) :]

    def _check_head(self, data: bytes) -> None:
        """CannotImportError for a document type; looks until the root element, which the first chunk mostly has."""
        root = data.find(b"<rss")
        head = self._seen + (data if root < 0 else data[:root])
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", head, re.IGNORECASE):
            raise CannotImportError(
                f"{self.part.label} declares a document type or entities, which no export does: refused."
            )
        self._rooted, self._seen = root >= 0, head[-10:]


def _encoding(first: bytes) -> str:
    """What the bytes are: by their mark, else UTF-8 where they are so, else what they declare."""
    for mark, name in _BOMS:
        if first.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(first)
    except UnicodeDecodeError:
        declared = _DECLARED.search(first[:500])
        return _known(declared[1].decode()) if declared else "utf-8"
    return "utf-8"


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"
