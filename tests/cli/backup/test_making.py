"""A backup of a paper at work, made with the real command, put to the test and restored."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from broadsheet.cli.backup.archive import read_manifest
from broadsheet.cli.backup.making import hold_still
from broadsheet.cli.prepared import DATABASE
from tests.cli.conftest import run

FILL = """
from io import BytesIO
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from broadsheet.articles.founding import add_section
from broadsheet.articles.models import Author, Byline, Front, Story
from broadsheet.media.models import Image
data = BytesIO()
Pillow.new("RGB", (300, 200), "#884422").save(data, "JPEG")
file = ImageFile(BytesIO(data.getvalue()), "quay.jpg")
picture = Image.objects.create(title="Quay", file=file, description="A quay.")
section = add_section(Front.objects.get(), "Politics", "politics")
author = Author.objects.create(name="Ada Lovelace", slug="ada")
for number in range(3):
    story = Story(title=f"Story {number}", slug=f"story-{number}", lead_image=picture, live=False)
    story.body = [("paragraph", "<p>It was opened.</p>")]
    story.bylines = [Byline(author=author)]
    section.add_child(instance=story)
    story.save_revision().publish()
"""


@pytest.fixture(scope="module")
def filled(new_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three stories and a picture; not to be changed."""
    home = shutil.copytree(new_home, tmp_path_factory.mktemp("backup") / "paper")
    made = run("shell", "-c", FILL, home=home)
    assert made.returncode == 0, made.stderr
    return Path(home)


@pytest.fixture(scope="module")
def archive(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it; not to be changed."""
    file = tmp_path_factory.mktemp("archive") / "paper.tar.gz"
    done = run("backup", str(file), home=filled)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"broadsheet backup verify {file}" in done.stdout
    return file


def contents(home: Path) -> dict[str, bytes]:
    """What lasts of a home, by name."""
    names = [path for path in home.rglob("*") if path.is_file() and path.name.partition("-")[0] != DATABASE]
    return {str(path.relative_to(home)): path.read_bytes() for path in names}


def dumped(home: Path) -> list[Any]:
    with closing(sqlite3.connect(home / DATABASE)) as database:
        return [
            (name, database.execute(f'SELECT * FROM "{name}"').fetchall())
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").fetchall()
        ]


def test_a_backup_agrees_with_itself(archive: Path) -> None:
    done = run("backup", "verify", str(archive))
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 sampled pages. All of it agrees." in done.stdout


def test_a_restored_paper_is_the_paper(archive: Path, filled: Path, tmp_path: Path) -> None:
    done = run("restore", str(archive), home=tmp_path / "again")
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(tmp_path / "again") == contents(filled)
    assert dumped(tmp_path / "again") == dumped(filled)
    for name in (".", "secret.key", "broadsheet.env", DATABASE):
        assert stat.S_IMODE((tmp_path / "again" / name).stat().st_mode) & 0o077 == 0, name


def test_nothing_is_restored_over_a_paper(archive: Path, home: Path) -> None:
    before = contents(home)
    done = run("restore", str(archive), home=home)
    assert done.returncode == 2
    assert "is the home of a paper already. Nothing was changed." in done.stderr
    assert contents(home) == before


def test_a_damaged_backup_leaves_no_home(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 255
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(content)
    for done in (run("restore", str(damaged), home=tmp_path / "again"), run("backup", "verify", str(damaged))):
        assert done.returncode == 2
        assert "damaged" in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "again").exists()


def test_a_folder_without_a_paper_has_no_backup(tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "x.tar.gz"), home=tmp_path)
    assert done.returncode == 2
    assert "is not the home of a paper" in done.stderr
    assert not (tmp_path / "x.tar.gz").exists()


def test_without_a_name_the_file_is_called_after_the_moment(filled: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet", "--home", str(filled), "backup"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [path.name[:12] for path in tmp_path.iterdir()] == ["broadsheet-2"]


def test_only_what_lasts_is_packed(archive: Path) -> None:
    names = {name.partition("/")[0] for name in read_manifest(archive).files}
    assert names == {DATABASE, "broadsheet.env", "secret.key", "media"}


def test_a_picture_that_goes_or_comes_while_the_database_is_copied_is_held(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = home / "media"
    (media / "deep").mkdir()
    (media / "deep" / "going.jpg").write_bytes(b"going")

    def copied(url: str, where: Path, target: Path) -> dict[str, int]:
        (media / "deep" / "going.jpg").unlink()
        (media / "deep" / "coming.jpg").write_bytes(b"coming")
        return {}

    monkeypatch.setattr("broadsheet.cli.backup.making.copy", copied)
    hold_still("", home, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "media" / "deep").iterdir()} == {
        "going.jpg": b"going",
        "coming.jpg": b"coming",
    }


def test_pictures_on_another_disk_are_copied(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*words: object, **options: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    (home / "media" / "a.jpg").write_bytes(b"a")
    monkeypatch.setattr("broadsheet.cli.backup.making.os.link", no_link)
    hold_still("", home, tmp_path)
    assert (tmp_path / "media" / "a.jpg").read_bytes() == b"a"


def test_what_a_killed_backup_left_is_taken_away_by_the_next(home: Path, tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    for process in (dead.pid, os.getpid()):
        (home / f".backup-{process}-abc").mkdir()
    done = run("backup", str(tmp_path / "x.tar.gz"), home=home)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in home.glob(".backup-*")] == [f".backup-{os.getpid()}-abc"]


def test_a_paper_on_sqlite_is_not_restored_where_postgresql_is_configured(archive: Path, tmp_path: Path) -> None:
    done = run("restore", str(archive), home=tmp_path / "again", BROADSHEET_DATABASE_URL="postgres://127.0.0.1:1/none")
    assert done.returncode == 2
    assert "is of a paper on SQLite: unset BROADSHEET_DATABASE_URL" in done.stderr
    assert not (tmp_path / "again").exists()
