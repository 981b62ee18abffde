"""`broadsheet related rebuild`: all stories have what goes with them, or why not."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from click.testing import CliRunner

from broadsheet.cli.related import rebuild
from broadsheet.related.models import Link
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path
    monkeypatch.setattr(rebuild, "open_home", lambda: None)
    return tmp_path


def test_every_readable_story_is_counted_and_linked(home: Path) -> None:
    world.paper("Politics")
    for title in ("Bridge opens tomorrow", "Bridge opens to ferries", "Ballet premiere in spring"):
        world.story(world.section("Politics"), title, standfirst=title + " at last.")
    world.story(world.section("Politics"), live=False)
    got = CliRunner().invoke(rebuild.command, ["--processes", "1"])
    assert got.exit_code == 0, got.output
    assert "3 stories have their related stories." in got.stdout
    assert Link.objects.exists()


def test_a_second_rebuild_at_the_same_time_is_refused(home: Path) -> None:
    (home / "related").mkdir()
    with (home / "related" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        got = CliRunner().invoke(rebuild.command, ["--processes", "1"])
    assert got.exit_code == 1
    assert "Wait until it is done." in got.stderr
