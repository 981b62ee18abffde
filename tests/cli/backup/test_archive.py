"""An archive is whole or refused: what was put in comes out, byte by byte."""

from __future__ import annotations

import io
import json
import stat
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.cli.backup.archive import MANIFEST, Manifest, read_manifest, unpack, writing
from broadsheet.cli.errors import WrongUse


def manifest() -> Manifest:
    return Manifest("0.1", "2031-05-06T12:00:00+00:00", "sqlite", {"story": 3}, {"/a/": "200 x"})


def packed(folder: Path, files: dict[str, bytes]) -> Path:
    """An archive of `files` in `folder`."""
    archive = folder / "paper.tar.gz"
    with writing(archive, manifest()) as writer:
        for number, (name, content) in enumerate(files.items()):
            (folder / str(number)).write_bytes(content)
            writer.add(folder / str(number), name)
    return archive


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.dictionaries(st.from_regex(r"[a-zé]{1,9}(/[a-zé]{1,9})?\.x", fullmatch=True), st.binary(), max_size=5))
def test_what_is_packed_is_unpacked(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("archive")
    archive = packed(folder, files)
    known = read_manifest(archive)
    assert (known.tables, known.pages, set(known.files)) == ({"story": 3}, {"/a/": "200 x"}, set(files))
    unpack(archive, folder / "out", known)
    assert {name: (folder / "out" / name).read_bytes() for name in files} == files


def test_only_its_owner_reads_it_and_what_was_private_stays_so(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    (tmp_path / "key").chmod(0o600)
    with writing(tmp_path / "paper.tar.gz", manifest()) as writer:
        writer.add(tmp_path / "key", "key")
    unpack(tmp_path / "paper.tar.gz", tmp_path / "out", read_manifest(tmp_path / "paper.tar.gz"))
    for path in (tmp_path / "paper.tar.gz", tmp_path / "out" / "key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_links_to_one_file_are_both_there(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"picture")
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    with writing(tmp_path / "paper.tar.gz", manifest()) as writer:
        writer.add(tmp_path / "one", "one")
        writer.add(tmp_path / "two", "two")
    unpack(tmp_path / "paper.tar.gz", tmp_path / "out", read_manifest(tmp_path / "paper.tar.gz"))
    assert [(tmp_path / "out" / name).read_bytes() for name in ("one", "two")] == [b"picture", b"picture"]


def test_a_failure_leaves_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "paper.tar.gz", manifest()):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    archive = packed(tmp_path, {"a": b"a"})
    before = archive.read_bytes()
    with pytest.raises(WrongUse, match="exists already"), writing(archive, manifest()):
        raise AssertionError
    assert archive.read_bytes() == before


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="is not a folder"), writing(tmp_path / "none" / "x.tar.gz", manifest()):
        raise AssertionError


def test_an_archive_cut_short_before_its_manifest_ends_is_refused(tmp_path: Path) -> None:
    whole = packed(tmp_path, {"a": b"a" * 5000, "b": bytes(range(256)) * 40}).read_bytes()
    cut = tmp_path / "cut.tar.gz"
    for length in range(0, len(whole) - 60, max(1, len(whole) // 60)):
        cut.write_bytes(whole[:length])
        with pytest.raises(WrongUse, match="no backup of Broadsheet"):
            read_manifest(cut)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear editor")
    for name, said in (("letter.txt", "no backup of Broadsheet"), ("nothing", "does not exist")):
        with pytest.raises(WrongUse, match=said):
            read_manifest(tmp_path / name)


def forged(folder: Path, members: dict[str, bytes], **known: object) -> Path:
    """An archive with any members, and a manifest that says what `known` says besides."""
    path = folder / "forged.tar.gz"
    about = {**vars(manifest()), **known}
    with tarfile.open(path, "w:gz") as tar:
        for name, content in {**members, MANIFEST: json.dumps(about).encode()}.items():
            one = tarfile.TarInfo(name)
            one.size = len(content)
            tar.addfile(one, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("members", "files", "said"),
    [
        ({"a": b"b"}, {"a": (1, "0" * 64)}, "a is not what was put in"),
        ({"a": b"a"}, {}, "which its manifest does not know"),
        ({}, {"a": (1, "0" * 64)}, "lacks 1 files"),
        ({"../out": b"a"}, {"../out": (1, "0" * 64)}, "which its manifest does not know"),
        ({"/etc/x": b"a"}, {"/etc/x": (1, "0" * 64)}, "which its manifest does not know"),
    ],
)
def test_what_differs_from_the_manifest_is_refused(
    tmp_path: Path, members: dict[str, bytes], files: dict[str, tuple[int, str]], said: str
) -> None:
    archive = forged(tmp_path, members, files=files)
    with pytest.raises(WrongUse, match=said):
        unpack(archive, tmp_path / "deep" / "out", read_manifest(archive))
    assert not (tmp_path / "deep" / "out" / ".." / "out" / "x").exists()
    assert not (tmp_path / "deep" / "out.x").exists()


@pytest.mark.parametrize(
    ("known", "said"),
    [({"format": 99}, "another format"), ({"files": 3}, "cannot be read"), ({"more": 1}, "cannot be read")],
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path: Path, known: dict[str, object], said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        read_manifest(forged(tmp_path, {}, **known))


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "link.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        one = tarfile.TarInfo("a")
        one.type, one.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(one)
        text = json.dumps({**vars(manifest()), "files": {"a": (0, "0" * 64)}}).encode()
        last = tarfile.TarInfo(MANIFEST)
        last.size = len(text)
        tar.addfile(last, io.BytesIO(text))
    with pytest.raises(WrongUse, match="does not know"):
        unpack(path, tmp_path / "out", read_manifest(path))
