"""The counts of many processes as one, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from broadsheet.edge import tally
from broadsheet.edge.stats import Stats
from broadsheet.edge.tally import Slot, read

NONE = (0, 0, 0, 0)
GAUGES = (3, 900, 7, 5000, 12, 1)


def let_go(slot: Slot) -> None:
    """What the kernel does when a process dies."""
    assert slot.descriptor is not None
    os.close(slot.descriptor)


def counted(**numbers: int) -> Stats:
    stats = Stats()
    for name, number in numbers.items():
        setattr(stats, name, number)
    return stats


def test_where_nobody_ever_counted_all_is_zero(tmp_path):
    found = read(tmp_path / "none")
    assert (found.processes, found.numbers["hits"], sum(found.buckets["renders"])) == (0, 0, 0)


def test_counters_of_all_processes_are_added_and_what_they_share_is_not(tmp_path):
    one, other = Slot(tmp_path), Slot(tmp_path)
    busy = counted(hits=5)
    busy.rendered(busy.clock() - 0.02)
    one.write(busy, (1, 2, 3, 4), GAUGES)
    other.write(counted(hits=7, refused=1), NONE, GAUGES)
    found = read(tmp_path)
    assert found.processes == 2
    assert (found.numbers["hits"], found.numbers["refused"], found.numbers["store_remade"]) == (12, 1, 4)
    assert (found.numbers["shelf_bytes"], found.numbers["store_bytes"]) == (1800, 5000)
    assert sum(found.buckets["renders"]) == 1
    assert 0.02 <= found.seconds["renders"] < 5


def test_the_counters_of_a_dead_process_still_count_and_its_gauges_do_not(tmp_path):
    one = Slot(tmp_path)
    one.write(counted(hits=5), NONE, GAUGES)
    let_go(one)
    found = read(tmp_path)
    assert (found.processes, found.numbers["hits"], found.numbers["shelf_bytes"]) == (0, 5, 0)


def test_a_new_process_goes_on_where_a_dead_one_stopped(tmp_path):
    dead, alive = Slot(tmp_path), Slot(tmp_path)
    dead.write(counted(hits=5, pressed=2), (1, 0, 0, 0), GAUGES)
    alive.write(counted(hits=100), NONE, GAUGES)
    let_go(dead)
    heir = Slot(tmp_path)
    assert read(tmp_path).numbers["hits"] == 105
    heir.write(counted(hits=1), (1, 0, 0, 0), GAUGES)
    found = read(tmp_path)
    assert (found.numbers["hits"], found.numbers["pressed"], found.numbers["waited"]) == (106, 2, 2)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_process_that_is_killed_keeps_its_counts_and_gives_its_place_to_the_next(tmp_path):
    program = f"""
import os, signal
from pathlib import Path
from broadsheet.edge.stats import Stats
from broadsheet.edge.tally import Slot
slot, stats = Slot(Path({str(tmp_path)!r})), Stats()
stats.hits = 9
slot.write(stats, (0, 0, 0, 0), {GAUGES!r})
os.kill(os.getpid(), signal.SIGKILL)
"""
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", program], timeout=60)
        assert done.returncode == -signal.SIGKILL
    found = read(tmp_path)
    assert (found.processes, found.numbers["hits"]) == (0, 18)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 5000, bytes(5000)])
def test_a_damaged_file_counts_nothing_and_is_begun_anew(tmp_path, damage):
    (tmp_path / "0.counts").write_bytes(damage)
    assert read(tmp_path).numbers["hits"] == 0
    Slot(tmp_path).write(counted(hits=2), NONE, GAUGES)
    assert read(tmp_path).numbers["hits"] == 2


def test_what_another_version_counted_is_not_mixed_in(tmp_path, monkeypatch):
    Slot(tmp_path).write(counted(hits=2), NONE, GAUGES)
    monkeypatch.setattr(tally, "_NAME", b"another!")
    assert read(tmp_path).numbers["hits"] == 0


def test_without_a_disk_a_process_counts_for_itself(tmp_path, caplog):
    (tmp_path / "counts").write_text("a file where the folder should be")
    with caplog.at_level("WARNING", "broadsheet.edge"):
        slot = Slot(tmp_path / "counts")
    slot.write(counted(hits=1), NONE, GAUGES)
    assert slot.descriptor is None
    assert "is not counted" in caplog.text
