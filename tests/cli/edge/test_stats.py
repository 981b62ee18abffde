"""`broadsheet edge stats`: what was counted, for people and as JSON."""

from __future__ import annotations

import json
import os

from broadsheet.edge.stats import Stats
from broadsheet.edge.tally import Slot
from tests.cli.conftest import run
from tests.cli.edge.conftest import made, put


def count(folder) -> Slot:
    stats = Stats()
    stats.hits, stats.reassembled, stats.misses, stats.pressed = 90, 4, 6, 7
    stats.rendered(stats.clock() - 0.03)
    slot = Slot(folder / "counts")
    slot.write(stats, (3, 0, 0, 1), (2, 1 << 20, 5, 1 << 21, 77 << 31 | 5, 1))
    return slot


def test_a_served_paper_is_told_by_its_counts(ask, folder):
    slot = count(folder)
    got = ask("stats")
    assert got.exit_code == 0, got.output
    for line in (
        "web processes              1, 1 of them reach the database",
        "  hits                     90  (90.0% of pages)",
        "waited for one under way   3",
        "in memory                  2 pages, 1.0 MB; 0 made room",
        "in the store               5 parts, 2.0 MB of 256.0 MB; 0 made room, made anew 1 times",
        "newest change              77",
    ):
        assert line in got.output
    found = json.loads(ask("stats", "--json").output)
    assert (found["hits"], found["store_bound"], found["obtains_p99"]) == (90, 256 << 20, None)
    assert 0.025 < found["renders_p50"] <= 0.05
    assert slot.descriptor


def test_a_paper_that_is_not_served_keeps_its_counters_and_its_store(ask, folder):
    os.close(count(folder).descriptor or 0)
    put(folder, made("/", "a"))
    got = ask("stats")
    assert "none: the paper is not being served" in got.output
    assert "  hits                     90" in got.output
    assert "in the store               1 parts" in got.output


def test_before_anything_was_served_all_is_zero(ask):
    got = ask("stats")
    assert (got.exit_code, "requests                   0" in got.output) == (0, True)
    assert "none yet" in got.output


def test_the_real_command_refuses_a_folder_that_is_no_home(tmp_path):
    for words in (("stats",), ("why", "/"), ("touches", "1")):
        done = run("edge", *words, home=tmp_path / "none")
        assert (done.returncode, "is not the home of a paper" in done.stderr) == (2, True)


def test_the_real_command_in_a_home_that_was_never_served(home):
    assert run("edge", "stats", home=home).returncode == 0
    done = run("edge", "why", "/", home=home)
    assert (done.returncode, "There is no store in" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert run("edge", "nonsense", home=home).returncode == 2
