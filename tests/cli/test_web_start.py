"""What a real `broadsheet serve` answers while it is being loaded, and what it does where that fails."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, run
from tests.cli.test_serve import free_port, get, serve  # noqa: F401
from tests.cli.test_tree import until

HELD = """
import os, sys, time
from importlib.machinery import PathFinder

def hold_up():
    open(f"{here}/held", "w").close()
    for _ in range(1200):
        if os.path.exists(f"{here}/fail"):
            raise ImportError("the disk has lost it")
        if os.path.exists(f"{here}/go"):
            return
        time.sleep(0.05)

class Held:
    def find_spec(self, name, path=None, target=None):
        if name != "broadsheet.asgi":
            return None
        spec = PathFinder.find_spec(name, path)
        execute = spec.loader.exec_module
        spec.loader.exec_module = lambda module: (hold_up(), execute(module))
        return spec

here = os.path.dirname(__file__)
sys.meta_path.insert(0, Held())
"""
"""Python imports this first. Loading Django's half then waits until there is a file `go` beside it."""
CHANGE = (
    "UPDATE broadsheet_articles_paper SET name = 'Another Name'",
    "INSERT INTO broadsheet_edge_generation SELECT 'paper', COALESCE(MAX(number), 0) + 1 "
    "FROM broadsheet_edge_generation WHERE true ON CONFLICT (tag) DO UPDATE SET number = excluded.number",
)
URL = {"BROADSHEET_URL": "http://localhost", "BROADSHEET_WEB_WORKERS": "1"}
"""An address that is the same at every start, whatever the port: a home is prepared for its address."""
Serve = Callable[..., tuple[subprocess.Popen[str], int]]


@pytest.fixture
def held(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A folder with `HELD`, and the environment in which it holds a web process up."""
    folder = tmp_path / "held"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HELD)
    return folder, {**URL, "PYTHONPATH": f"{folder}:{ROOT}"}


def post(port: int) -> int:
    """The status of a reader's reply that cannot be one."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/nothing/", b"text=x", method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_pages_that_were_kept_and_files_are_sent_before_django_is_loaded(
    serve: Serve,  # noqa: F811
    held: tuple[Path, dict[str, str]],
    home: Path,
) -> None:
    process, port = serve(**URL)
    until(lambda: (get(port, "/healthz") or (0,))[0] == 200, "health")
    kept = get(port, "/")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)

    folder, environment = held
    process, port = serve(**environment)  # returns once there is a first page
    assert get(port, "/") == kept
    style = next((home / "static" / "front" / "css").glob("*.????????????.css"))
    assert (get(port, f"/static/front/css/{style.name}") or (0,))[0] == 200
    with ThreadPoolExecutor(3) as readers:
        waiting: list[Future[object]] = [readers.submit(get, port, "/corrections/"), readers.submit(post, port)]
        with closing(sqlite3.connect(home / "broadsheet.sqlite3", timeout=30)) as database, database:
            for statement in CHANGE:
                database.execute(statement)
        front = readers.submit(get, port, "/")
        until(lambda: (folder / "held").exists(), "loading to begin")
        assert get(port, f"/static/front/css/{style.name}")
        assert not any(asked.done() for asked in (*waiting, front))
        (folder / "go").touch()
        assert b"Another Name" in (front.result(60) or (0, b""))[1]
        assert (waiting[0].result(60) or (0,))[0] == 200  # type: ignore[index]
        assert waiting[1].result(60) in (403, 404)
    until(lambda: (get(port, "/healthz") or (0,))[0] == 200, "health")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0

    (folder / "fail").touch()
    done = run("serve", "--port", str(free_port()), home=home, **environment)
    assert done.returncode == 1
    assert "CRITICAL broadsheet.edge: the paper could not be loaded" in done.stderr
    assert "the disk has lost it" in done.stderr


def test_one_that_is_to_be_prepared_first_and_cannot_be_loaded_ends_and_says_why(
    held: tuple[Path, dict[str, str]], home: Path
) -> None:
    folder, environment = held
    (folder / "fail").touch()
    done = run("serve", "--port", str(free_port()), home=home, **environment)
    assert done.returncode == 1
    assert "the disk has lost it" in done.stderr
