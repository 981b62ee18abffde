"""`broadsheet init` with the real command."""

from __future__ import annotations

import sqlite3
import stat

import pytest

from tests.cli.conftest import run

ENOUGH = ("init", "--no-input", "--admin-email", "ada@example.org")


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_home_is_private_and_complete(new_home):
    assert mode(new_home) == 0o700
    assert mode(new_home / "secret.key") == mode(new_home / "broadsheet.env") == 0o600
    assert sorted(path.name for path in new_home.iterdir()) == [
        "broadsheet.env",
        "broadsheet.sqlite3",
        "media",
        "secret.key",
    ]
    assert "BROADSHEET_TIMEZONE=Europe/Berlin" in (new_home / "broadsheet.env").read_text()


def test_a_new_home_holds_the_paper_and_its_first_user(new_home):
    with sqlite3.connect(f"file:{new_home}/broadsheet.sqlite3?immutable=1", uri=True) as database:
        assert database.execute("SELECT name FROM broadsheet_articles_paper").fetchall() == [("The Test",)]
        assert database.execute("SELECT email, is_superuser FROM broadsheet_accounts_user").fetchall() == [
            ("ada@example.org", 1)
        ]
        assert database.execute("SELECT language_code FROM wagtailcore_locale").fetchall() == [("de",)]
    database.close()


def test_a_home_that_exists_is_refused_and_stays_as_it_is(home):
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    done = run(*ENOUGH, home=home)
    assert done.returncode == 2
    assert "is the home of a paper already" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_a_folder_with_anything_in_it_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    done = run(*ENOUGH, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("init", "--no-input"), "--admin-email is needed"),
        ((*ENOUGH, "--timezone", "Mars"), "BROADSHEET_TIMEZONE='Mars' (read from --timezone)"),
        ((*ENOUGH, "--url", "example.org"), "BROADSHEET_URL"),
        ((*ENOUGH, "--name", " "), "--name is empty"),
        ((*ENOUGH, "--admin-password", "12345"), "This password is too short"),
        (("init", "--no-input", "--admin-email", "nobody"), "Enter a valid email address"),
        ((*ENOUGH, "--database-url", "postgres://127.0.0.1:1/none"), "BROADSHEET_DATABASE_URL"),
    ],
)
def test_bad_input_is_told_in_one_line_and_leaves_nothing_behind(tmp_path, words, said):
    done = run(*words, home=tmp_path / "paper")
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not (tmp_path / "paper").exists()


def test_what_a_killed_init_left_is_cleared_away(tmp_path):
    (tmp_path / ".new").mkdir()
    (tmp_path / ".new" / "secret.key").write_text("half")
    done = run(*ENOUGH, "--timezone", "UTC", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / ".new").exists()
    assert "with the password" in done.stdout


def test_a_paper_in_a_language_without_words_is_founded_and_says_so(tmp_path):
    done = run(*ENOUGH, "--language", "zu", home=tmp_path / "paper")
    assert done.returncode == 0, done.stderr
    assert "has no words in zu: what pages say themselves is English." in done.stdout
