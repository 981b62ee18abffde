"""What failed by bad luck is named, what fails twice fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.harness.__main__ import Tally

REPORT = """<testsuites><testsuite tests="4" failures="1" errors="1" skipped="1">
<testcase classname="tests.cli.test_serve" name="test_it_stops[TERM]"><failure/></testcase>
<testcase classname="tests.front.test_front" name="test_it_shows"><error/></testcase>
<testcase classname="tests.front.test_front" name="test_it_rests"><skipped/></testcase>
<testcase classname="tests.front.test_front" name="test_it_stands"/>
</testsuite></testsuites>"""
FAILED = ["tests/cli/test_serve.py::test_it_stops[TERM]", "tests/front/test_front.py::test_it_shows"]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run; the first leaves the report behind and fails, the next end as `codes` says."""
    runs: list[list[str]] = []

    def run(tally: Tally, title: str, command: list[Any]) -> int:
        runs.append([str(word) for word in command])
        reports = [word.partition("=")[2] for word in runs[-1] if word.startswith("--junitxml=")]
        for name in reports:
            Path(name).write_text(REPORT)
        return 1 if reports else codes.pop()

    codes: list[int] = [0]
    monkeypatch.setattr(Tally, "_run", run)
    monkeypatch.setattr(Tally, "codes", codes, raising=False)
    return runs


def test_what_fails_once_only_is_named(runs: list[list[str]]) -> None:
    tally = Tally()
    tally.suite("Tests", "-m", "not browser")
    assert runs[1][-2:] == FAILED
    assert (tally.passed, tally.failed, tally.skipped) == (3, 0, 1)
    assert tally.notes == [f"PASSED ONLY AT THE SECOND TRY: {name}" for name in FAILED]


def test_what_fails_twice_fails(runs: list[list[str]]) -> None:
    tally = Tally()
    tally.codes[:] = [1]
    tally.suite("Tests")
    assert (tally.passed, tally.failed, tally.skipped) == (1, 2, 1)
    assert tally.notes == ["FAILED: Tests (pytest ended with 1)"]


def test_what_fails_in_great_number_is_not_tried_again(runs: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.harness.__main__.MOST_AGAIN", 1)
    tally = Tally()
    tally.suite("Tests")
    assert len(runs) == 1
    assert tally.failed == 2
