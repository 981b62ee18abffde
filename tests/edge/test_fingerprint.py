"""Another version, another configuration, other static files: none of the old pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.edge.fingerprint import fingerprint, store_folder

SETTINGS = {"BROADSHEET_URL": "http://paper.example", "BROADSHEET_LANGUAGE": "en"}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "story.html").write_text("<h1>")
    (folder / "views.py").write_text("a = 1")
    return folder


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    file = tmp_path / "staticfiles.json"
    file.write_text("{}")
    return file


def test_the_same_paper_has_the_same_name(package: Path, manifest: Path) -> None:
    assert fingerprint(package, manifest, SETTINGS) == fingerprint(package, manifest, dict(reversed(SETTINGS.items())))


def test_each_thing_that_pages_show_changes_the_name(package: Path, manifest: Path) -> None:
    names = {fingerprint(package, manifest, SETTINGS)}
    names.add(fingerprint(package, manifest, {**SETTINGS, "BROADSHEET_LANGUAGE": "de"}))
    manifest.write_text('{"paths": {"a.css": "a.123.css"}}')
    names.add(fingerprint(package, manifest, SETTINGS))
    (package / "story.html").write_text("<h2 class='a'>")
    names.add(fingerprint(package, manifest, SETTINGS))
    (package / "new.py").write_text("")
    names.add(fingerprint(package, manifest, SETTINGS))
    assert len(names) == 5


def test_a_paper_without_static_files_has_a_name_too(package: Path, tmp_path: Path) -> None:
    assert fingerprint(package, tmp_path / "none.json", SETTINGS)


def test_what_another_kind_of_paper_kept_goes_and_our_own_stays(tmp_path: Path) -> None:
    old, own = store_folder(tmp_path, "old"), store_folder(tmp_path, "new")
    for folder in (old, own):
        folder.mkdir()
        (folder / "data.mdb").write_text("x")
    assert store_folder(tmp_path, "new") == own
    assert not old.exists()
    assert (own / "data.mdb").is_file()
