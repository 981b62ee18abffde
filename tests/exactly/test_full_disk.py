"""The disk under the store fills up while the paper is read and edited: nobody notices."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.trials.readers import LISTS, Notes, Readers
from bench.trials.serving import Paper

SPACE = ("unshare", "--mount", "--map-root-user")
"""Lets the server, and nobody else, see a disk of its own where its store lies."""
MOUNTED = 'mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@"'
SECONDS = 4


def may_mount(folder: Path) -> bool:
    if not shutil.which("unshare"):
        return False
    done = subprocess.run([*SPACE, "sh", "-c", MOUNTED, folder, "true"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home: Path = tmp_path_factory.mktemp("full") / "paper"
    edge = home / "edge"
    paper = Paper(home, port, through=[*SPACE, "sh", "-c", MOUNTED, str(edge)])
    paper.init()
    edge.mkdir(exist_ok=True)
    if not may_mount(edge):
        pytest.skip("this system lets nobody mount a disk of their own (unshare, user namespaces)")
    paper.serve()
    yield paper
    paper.stop()


def fill(folder: Path) -> None:
    """Leaves not one byte."""
    with (folder / "filler").open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while True:
                    file.write(b"\1" * size)
            except OSError:
                continue


def read_and_edit(paper: Paper, seed: int) -> Notes:
    paper.edit(seed, 0.05)
    readers = Readers(paper.port, 2, 0.01)
    time.sleep(SECONDS)
    readers.stop()
    paper.stop_editing()
    return readers.take()


def at_work(paper: Paper) -> set[int]:
    """The processes that serve and work; not the one that builds an index beside them and then ends."""
    return {pid for pid, role in paper.processes().items() if role != "index"}


def test_a_full_disk_under_the_store_makes_no_page_stale_torn_or_missing(paper: Paper) -> None:
    paper.wait()
    assert paper.server is not None
    edge = Path(f"/proc/{paper.server.pid}/root{paper.home / 'edge'}")
    for seed, act in enumerate((lambda: None, lambda: fill(edge), (edge / "filler").unlink)):
        act()
        assert (os.statvfs(edge).f_bfree == 0) == (seed == 1)
        before = at_work(paper)
        notes = read_and_edit(paper, seed)
        faults = [fault for seen in notes.seen for fault in paper.ledger.faults(seen, LISTS.get(seen.url))]
        assert (faults, notes.torn, notes.errors, notes.refused) == ([], [], [], 0)
        assert notes.seen
        assert before <= at_work(paper), "a process died"
