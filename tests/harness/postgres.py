"""A PostgreSQL server of the run's own: in a temporary folder, on a socket in it, gone when the run ends."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.harness.system import POSTGRES, locate

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


@contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh server, which is stopped and removed in the end whatever happened."""
    programs = Path(locate(POSTGRES))
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-pg-"))
    as_user = _unprivileged(folder)
    try:
        with _running(programs, folder, as_user):
            yield f"postgres://broadsheet@{quote(str(folder), safe='')}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """What makes a child process run as a user who may run PostgreSQL, which refuses root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def _running(programs: Path, folder: Path, as_user: dict[str, Any]) -> Iterator[None]:
    data = folder / "data"
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "broadsheet", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **as_user,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed in {folder}:\n{made.stdout}{made.stderr}")
    options = [part for setting in FAST for part in ("-c", setting)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **as_user,
        )
    try:
        _wait(programs, folder, process)
        yield
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: what it holds is thrown away
        process.wait()


def _wait(programs: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode == 0
        if ready:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
