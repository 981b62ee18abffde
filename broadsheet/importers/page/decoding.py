"""The text of a page's bytes."""

from __future__ import annotations

import codecs

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from broadsheet.importers.errors import CannotImportError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
"""What browsers take these labels for (WHATWG Encoding Standard)."""
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


def decode(data: bytes, charset: str = "", name: str = "the page") -> str:
    """`data` as text by its byte order mark, `charset` (the server's word), its own declaration, or a guess.

    CannotImportError where it is empty or no text.
    """
    if not data.strip():
        raise CannotImportError(f"{name} is empty: save the page again, or paste its text into the file.")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data.removeprefix(bom) if encoding == "utf-8" else data, encoding, name)
    _refuse_binary(data, name)
    declared = charset or EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False)
    for label in (declared, "utf-8"):
        if label and (text := _lenient(data, label)) is not None:
            return text
    guess = from_bytes(data).best()
    if guess is None:
        raise CannotImportError(f"{name} is in no character set that could be recognised: save it as UTF-8.")
    return str(guess)


def _refuse_binary(data: bytes, name: str) -> None:
    start = data[:65536]
    odd = sum(byte in _CONTROLS for byte in start)
    if b"\0" in start or odd * 100 > len(start) or start.startswith((b"%PDF", b"{\\rtf")):
        raise CannotImportError(f"{name} is not a text file: save the page as HTML or as plain text.")


def _lenient(data: bytes, encoding: str) -> str | None:
    try:
        known = codecs.lookup(encoding).name
        return data.decode(_MEANT.get(known, known))
    except (LookupError, UnicodeError):
        return None


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise CannotImportError(f"{name} begins as {encoding} but is damaged further on: save it again.") from None
