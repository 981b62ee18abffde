"""Exports as streams: what is mended, what is refused, and where the fault is."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.wordpress.opening import parts
from broadsheet.importers.wordpress.reading import read
from tests.importers.wordpress.exports import FOOT, HEAD, export, post


def titles(path: Path) -> list[str]:
    """The titles of the items in a file."""
    return [node.get("title") for part in parts([path]) for name, node in read(part) if name == "item"]


def test_items_come_one_after_another_from_plain_packed_and_zipped_files(tmp_path: Path) -> None:
    plain = export(tmp_path, post(1, "Ünë"), post(2, "Two"))
    packed, zipped = tmp_path / "a.xml.gz", tmp_path / "a.zip"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(plain, "one.xml")
        archive.writestr("readme.txt", "no export")
    assert titles(plain) == titles(packed) == titles(zipped) == ["Ünë", "Two"]


def test_control_characters_wrong_encodings_and_prefixes_without_a_namespace_are_forgiven(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(
        b'<?xml version="1.0" encoding="UTF-8"?><rss><channel><item><title>caf\xe9 \x0b&#8;\xef\xbf\xbe</title>'
        b"<wp:post_id>7</wp:post_id></item></channel></rss>"
    )
    [(name, node)] = [one for one in read(parts([path])[0]) if one[0] == "item"]
    assert (name, node.get("title"), node.get("wp:post_id")) == ("item", "café", "7")
    path.write_bytes('<?xml version="1.0" encoding="iso-8859-1"?><rss><channel><item><title>Łódź</title></item>'
                     "</channel></rss>".encode())  # fmt: skip
    assert titles(path) == ["Łódź"]
    path.write_bytes(
        "\ufeffWarning: fopen()\n<rss><channel><item><title>Ж</title></item></channel></rss>".encode("utf-16")
    )
    assert titles(path) == ["Ж"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD + post(1) + "<item><title>cut o", r"export.xml, line \d+, column \d+: "),
        (HEAD + "<item><title>a & b</title></item>" + FOOT, r"line \d+, column \d+: "),
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item/></channel></rss>', "refused"),
        ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><rss><channel/></rss>', "refused"),
        ("", r"line|empty|no export"),
        ("<html><body>Sign in</body></html>", "no export of WordPress"),
    ],
)
def test_what_is_no_whole_export_is_refused_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "export.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotImportError, match=fault):
        titles(path)


def test_an_entity_hidden_in_another_encoding_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes('<!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>'.encode("utf-16"))
    with pytest.raises(CannotImportError, match="document type"):
        titles(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xml.gz"
    with gzip.open(path, "wb") as file:
        file.write(HEAD.encode())
        for _ in range(80):
            file.write(b"<!-- " + b" " * (1 << 20) + b"-->")
    with pytest.raises(CannotImportError, match="times its size: refused"):
        titles(path)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(HEAD.encode() * 50)[:-40])
    with pytest.raises(CannotImportError, match="damaged"):
        titles(path)
    with pytest.raises(CannotImportError, match="is no file"):
        parts([tmp_path / "missing.xml"])
