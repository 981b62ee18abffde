"""Illustrations come as JPEG files, drawn now or meanwhile by another process."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.importers.sample import drawing
from broadsheet.importers.sample.drawing import draw_jpeg, drawn_meanwhile, main
from broadsheet.importers.sample.pictures_people import SITTERS

SLUG = min(SITTERS)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], Image.Image]]:
    """A press that knows one plain scene and one sitter."""
    scenes = {"plain": lambda: Image.new("RGB", (30, 20), "#884422")}
    monkeypatch.setattr(drawing, "SCENES", scenes)
    monkeypatch.setattr(drawing, "SITTERS", [SLUG])
    return scenes


def test_a_scene_and_a_portrait_are_jpeg_files(few: object) -> None:
    assert [Image.open(BytesIO(draw_jpeg(name))).format for name in ("plain", f"portrait-{SLUG}")] == ["JPEG", "JPEG"]


def test_an_unknown_illustration_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        draw_jpeg("nothing")


def test_all_are_drawn_into_a_folder_as_they_are_drawn_now(few: object, tmp_path: Path) -> None:
    main(str(tmp_path))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        name: draw_jpeg(name) for name in ("plain", f"portrait-{SLUG}")
    }


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder in which temporary ones are made."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_where_the_other_process_fails_they_are_drawn_now_and_nothing_is_left(
    few: object, monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    monkeypatch.setattr(drawing.sys, "executable", "false")
    with drawn_meanwhile() as jpeg:
        assert jpeg("plain") == draw_jpeg("plain")
    assert not list(temporary.iterdir())


def test_what_another_process_draws_is_what_would_be_drawn_now() -> None:
    with drawn_meanwhile() as jpeg:
        assert jpeg("terraces") == draw_jpeg("terraces")


def test_nothing_is_left_where_the_paper_could_not_be_made(temporary: Path) -> None:
    with pytest.raises(ZeroDivisionError), drawn_meanwhile():
        raise ZeroDivisionError
    assert not list(temporary.iterdir())
