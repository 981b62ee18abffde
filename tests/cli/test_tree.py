"""The tree of processes, with parts that know nothing of the paper."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

READY = "import os, sys, time, signal; fd = int(sys.argv[-1]); here = sys.argv[1]; name = sys.argv[2]\n"
AT_WORK = (
    "print(time.monotonic_ns(), file=open(f'{here}/{name}-{os.getpid()}.new', 'w'), flush=True)\n"
    "os.rename(f'{here}/{name}-{os.getpid()}.new', f'{here}/{name}-{os.getpid()}')\n"
    "os.write(fd, b'1'); time.sleep(60)"
)
"""Leaves a file with the moment in it, whole from the first instant that anybody sees it, and reports."""
STEADY = READY + AT_WORK
GATED = READY + "os.read(0, 1)\n" + AT_WORK
SLOW = READY + "time.sleep(0.5)\n" + AT_WORK
DEAF = READY + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STEADY.removeprefix(READY)
BROKEN = "raise SystemExit(2)"

ROOT = """
import sys
from broadsheet.cli.tree import Part, Tree
here, *codes = sys.argv[1:]
how = {"follows" if "follow" in codes else "waits": True}
codes = [code for code in codes if code != "follow"]
parts = [
    Part(f"part{i}", [sys.executable, "-c", code, here, f"part{i}"], **(how if i else {}))
    for i, code in enumerate(codes)
]
sys.exit(Tree(parts).run(announce=lambda: open(f"{here}/announced", "w").close()))
"""


@pytest.fixture
def tree(tmp_path):
    """Starts a tree of parts; whatever is left of it is killed in the end."""
    roots = []

    def start(*codes: str) -> subprocess.Popen:
        roots.append(subprocess.Popen([sys.executable, "-c", ROOT, str(tmp_path), *codes], stderr=subprocess.DEVNULL))
        return roots[-1]

    yield start
    for root in roots:
        root.kill()
        root.wait()
    for pid in pids(tmp_path, "*"):
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


def pids(folder: Path, name: str) -> list[int]:
    """Processes of the parts called so, in the order in which they went to work."""
    return [int(path.name.split("-")[1]) for path in sorted(written(folder, name), key=moment)]


def written(folder: Path, name: str) -> list[Path]:
    return [path for path in folder.glob(f"part{name}-*") if path.suffix != ".new"]


def moment(path: Path) -> int:
    """When the part went to work, by a clock that never goes back and that all processes share."""
    return int(path.read_text())


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not asked after yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true, what: str = "that"):
    """Waits until `true()` is, a minute at most."""
    deadline = time.monotonic() + 60
    while not (value := true()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)
    return value


def announced(folder: Path):
    until(lambda: (folder / "announced").exists(), "the announcement")


def test_it_announces_itself_once_all_parts_are_ready_and_ends_them_when_asked(tree, tmp_path):
    root = tree(STEADY, STEADY)
    announced(tmp_path)
    parts = pids(tmp_path, "*")
    assert len(parts) == 2
    root.send_signal(signal.SIGTERM)
    assert root.wait(60) == 0
    assert not any(alive(pid) for pid in parts)


def test_a_part_that_waits_goes_to_work_after_the_first_is_ready(tree, tmp_path):
    tree(SLOW, GATED)
    announced(tmp_path)
    (first,), (second,) = written(tmp_path, "0"), written(tmp_path, "1")
    assert moment(first) < moment(second)


def test_a_part_that_follows_is_started_after_the_first_is_ready(tree, tmp_path):
    tree(SLOW, STEADY, "follow")
    announced(tmp_path)
    (first,), (second,) = written(tmp_path, "0"), written(tmp_path, "1")
    assert moment(first) < moment(second)


def test_a_part_that_follows_none_that_works_is_never_started(tree, tmp_path):
    root = tree(BROKEN, STEADY, "follow")
    assert root.wait(60) == 2
    assert written(tmp_path, "1") == []


def test_a_part_that_died_is_started_again_and_the_others_stay(tree, tmp_path):
    tree(STEADY, GATED)
    announced(tmp_path)
    stays, dies = pids(tmp_path, "0")[0], pids(tmp_path, "1")[0]
    os.kill(dies, signal.SIGKILL)
    until(lambda: len(pids(tmp_path, "1")) == 2, "the new process")
    assert alive(pids(tmp_path, "1")[1])
    assert pids(tmp_path, "0") == [stays]
    assert alive(stays)


def test_a_part_that_fails_at_its_first_start_ends_the_tree_with_its_code(tree, tmp_path):
    root = tree(BROKEN, GATED)
    assert root.wait(60) == 2
    assert not (tmp_path / "announced").exists()
    assert not any(alive(pid) for pid in pids(tmp_path, "*"))


def test_a_second_signal_kills_what_does_not_end(tree, tmp_path):
    root = tree(DEAF)
    announced(tmp_path)
    (deaf,) = pids(tmp_path, "0")
    root.send_signal(signal.SIGTERM)
    while root.poll() is None:
        root.send_signal(signal.SIGINT)
        time.sleep(0.1)
    assert root.returncode == 0
    assert not alive(deaf)


def test_no_part_outlives_a_root_that_was_killed(tree, tmp_path):
    root = tree(STEADY, GATED)
    announced(tmp_path)
    root.kill()
    for pid in pids(tmp_path, "*"):
        until(lambda pid=pid: not alive(pid), "the part's end")
