"""`broadsheet serve` with the real command: how it starts, what it survives, how it stops, what it refuses."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, environment, run
from tests.cli.test_tree import alive, until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, path: str):
    """Status and body of an answer; None where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return None


def family(pid: int) -> list[int]:
    """All descendants of a process."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [one for child in children for one in family(child)]


@pytest.fixture
def serve(home):
    """Starts `broadsheet serve` and waits for its first page."""
    started = []

    def start(**more: str) -> tuple[subprocess.Popen, int]:
        port = free_port()
        process = subprocess.Popen(
            [*COMMAND, "--home", str(home), "serve", "--port", str(port)],
            env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        until(lambda: (get(port, "/") or (0,))[0] == 200 or process.poll() is not None, "the first page")
        return process, port

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_paper_is_served_mended_and_stopped(serve, home):
    process, port = serve()
    until(lambda: get(port, "/healthz")[0] == 200, "health")
    assert json.loads(get(port, "/healthz")[1]) == {"status": "ok", "database": "ok", "worker": "ok", "pages": "ok"}
    style = next((home / "static" / "wagtailadmin" / "css").glob("core.????????????.css"))
    assert get(port, f"/static/{style.relative_to(home / 'static')}")[0] == 200
    assert get(port, "/static/%2e%2e/secret.key")[0] == 404

    before = family(process.pid)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: (get(port, "/") or (0,))[0] == 200, "the page after a crash of every part")
    after = family(process.pid)
    assert not set(before) & set(after)

    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/desk/" in output
    assert "web ended by SIGKILL; starting it again" in errors
    assert not any(alive(pid) for pid in after)


def test_a_home_that_is_prepared_lets_readers_in_first_and_is_mended_all_the_same(serve, home):
    url = {"BROADSHEET_URL": "http://localhost"}  # a home is prepared for its address, and each start has its own port
    for _ in range(2):
        process, port = serve(**url)
        until(lambda port=port: get(port, "/healthz")[0] == 200, "health")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0
    with closing(sqlite3.connect(home / "broadsheet.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = 'broadsheet_importers'")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'broadsheet_importers_%'"
        for (name,) in database.execute(tables).fetchall():
            database.execute(f"DROP TABLE {name}")
    serve()
    with closing(sqlite3.connect(home / "broadsheet.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM broadsheet_importers_importedpage").fetchone() == (0,)


def test_of_several_web_processes_one_that_was_killed_is_replaced_and_all_are_stopped(serve):
    process, port = serve(BROADSHEET_WEB_WORKERS="2")
    until(lambda: get(port, "/healthz")[0] == 200, "health")
    (web,) = [pid for pid in family(process.pid) if len(family(pid)) == 2]
    killed, stays = family(web)
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(set(family(web)) - {killed}) == 2, "the new web process")
    assert stays in family(web)
    assert get(port, "/")[0] == 200
    everybody = family(process.pid)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert not any(alive(pid) for pid in everybody)


def test_nothing_outlives_a_server_that_was_killed(serve):
    process, _ = serve(BROADSHEET_WEB_WORKERS="2")
    parts = family(process.pid)
    assert len(parts) >= 4
    process.kill()
    for pid in parts:
        until(lambda pid=pid: not alive(pid), "the part's end")


def complaints(errors: str) -> list[str]:
    """The lines of standard error that are not the log's ordinary ones."""
    return [line for line in errors.splitlines() if " INFO " not in line]


def refusal(home: Path, *words: str, **more: str) -> tuple[int, str]:
    """Code and the one line of a `serve` that does not start."""
    done = run("serve", "--port", str(free_port()), *words, home=home, **more)
    assert len(complaints(done.stderr)) == 1, done.stderr
    return done.returncode, done.stderr


def test_a_port_in_use_is_refused(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refusal(home, "--port", str(port))
    assert (code, f"127.0.0.1, port {port}" in said) == (1, True)


def test_an_address_of_another_machine_is_refused(home):
    code, said = refusal(home, "--host", "192.0.2.1")
    assert (code, "192.0.2.1" in said) == (1, True)


def test_a_folder_that_is_no_home_is_refused_and_not_made(tmp_path):
    code, said = refusal(tmp_path / "none")
    assert (code, "broadsheet --home" in said) == (2, True)
    assert not (tmp_path / "none").exists()


def test_a_wrong_setting_stops_the_start_with_its_place(home):
    (home / "broadsheet.env").write_text("BROADSHEET_TIMEZONE=Mars\n")
    code, said = refusal(home)
    assert code == 2
    assert f"BROADSHEET_TIMEZONE='Mars' (read from {home}/broadsheet.env:1)" in said


def test_a_mistyped_variable_stops_the_start(home):
    code, said = refusal(home, BROADSHEET_PROT="1")
    assert (code, "did you mean BROADSHEET_PORT?" in said) == (2, True)


def test_a_database_from_a_newer_version_is_refused_and_left_alone(home):
    with closing(sqlite3.connect(home / "broadsheet.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('broadsheet_articles', '9999_later', '2030-01-01')"  # noqa: E501
        )
    code, said = refusal(home)
    assert code == 1
    assert "newer version" in said
    assert "broadsheet_articles.9999_later" in said


def test_a_database_that_cannot_be_reached_is_one_line(home):
    code, said = refusal(home, BROADSHEET_DATABASE_URL="postgres://me:hunter2@127.0.0.1:1/none")
    assert code == 1
    assert "BROADSHEET_DATABASE_URL" in said
    assert "hunter2" not in said


def full_disk():
    """From here on no file of the process grows beyond 64 KiB, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_a_full_disk_is_told_in_one_line_and_init_leaves_nothing(tmp_path):
    done = subprocess.run(
        [*COMMAND, "--home", str(tmp_path / "paper"), "init", "--no-input", "--admin-email", "a@example.org"],
        env=environment(), capture_output=True, text=True, preexec_fn=full_disk, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
    assert len(complaints(done.stderr)) == 1, done.stderr
    assert not (tmp_path / "paper").exists()


def test_a_full_disk_stops_serve_with_one_line(home):
    done = subprocess.run(
        [*COMMAND, "--home", str(home), "serve", "--port", str(free_port())],
        env=environment(), capture_output=True, text=True, preexec_fn=full_disk, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
    assert len(complaints(done.stderr)) == 1, done.stderr
