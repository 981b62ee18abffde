"""What is answered without Django."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from broadsheet.outside import around


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> Any:
    for name in ("static", "media"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"one of {name}")
    settings.STATIC_ROOT, settings.MEDIA_ROOT, settings.EDGE_FOLDER = (
        str(tmp_path / "static"), str(tmp_path / "media"), tmp_path / "edge",
    )  # fmt: skip
    return settings


def ask(path: str) -> str:
    return TestClient(around(PlainTextResponse("inside"))).get(path).text


def test_files_are_sent_from_outside_and_everything_else_comes_from_within(folders: Any) -> None:
    assert ask("/static/a.txt") == "one of static"
    assert ask("/media/a.txt") == "one of media"
    assert [ask("/desk/"), ask("/"), ask("/healthz"), ask("/staticky/")] == ["inside"] * 4


def test_while_debugging_static_files_come_from_within_as_they_lie_in_the_rooms(folders: Any) -> None:
    folders.DEBUG = True
    assert ask("/static/a.txt") == "inside"
    assert ask("/media/a.txt") == "one of media"
