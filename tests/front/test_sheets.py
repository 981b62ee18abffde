"""The paper's stylesheets: what readers get of them, and how much that may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

import broadsheet.front
from broadsheet.front.sheets import Sheets, smaller

CSS = Path(broadsheet.front.__file__).parent / "static/front/css"
PAPER, PAGE, REPLIES, ALL = 14_400, 25_000, 5_000, 44_700
"""Bytes, before compression: the sheet that every page has, all that one page loads, what a story loads besides for the
replies to it, and all together."""


def weight(name: str) -> int:
    return len(smaller((CSS / f"{name}.css").read_text()).encode())


def test_a_sheet_that_is_broken_is_refused() -> None:
    with pytest.raises(ValueError, match="Unexpected token"):
        smaller("a { b { c")


def test_the_name_that_appears_in_the_bar_keeps_its_timeline() -> None:
    made = smaller((CSS / "paper.css").read_text())
    assert ".bar>.bar-name{animation-timeline:scroll(root);" in made


def test_no_page_loads_more_than_its_budget_of_styles() -> None:
    names = [path.stem for path in CSS.glob("*.css")]
    assert set(names) == {"paper", "front", "story", "lists", "replies", "letters", "invitation"}
    assert weight("paper") <= PAPER
    assert weight("replies") <= REPLIES
    for name in set(names) - {"paper"}:
        assert weight("paper") + weight(name) <= PAGE, name
    assert sum(map(weight, names)) <= ALL


@pytest.fixture
def collected(tmp_path: Path) -> dict[str, str]:
    """What collecting makes of two sheets, one of them the paper's: texts by the names without fingerprints."""
    source = tmp_path / "source"
    for name in ("front/css/paper.css", "other/desk.css"):
        (source / name).parent.mkdir(parents=True)
        (source / name).write_text(
            "/* Why. */\na { inline-size: calc(1rem + 2 * 3px); }\n\nb :is(i, u) { color: red; }\n"
        )
    target = Sheets(location=str(tmp_path / "static"), base_url="/static/")
    found = {}
    for name in ("front/css/paper.css", "other/desk.css"):
        (tmp_path / "static" / name).parent.mkdir(parents=True)
        (tmp_path / "static" / name).write_bytes((source / name).read_bytes())
        found[name] = (FileSystemStorage(source), name)
    made = {name: hashed for name, hashed, done in target.post_process(found) if done}
    return {name: (tmp_path / "static" / hashed).read_text() for name, hashed in made.items()}


def test_readers_get_the_papers_sheets_without_comments_and_spaces(collected: dict[str, str]) -> None:
    assert collected["front/css/paper.css"] == "a{inline-size:calc(1rem + 6px)}b :is(i,u){color:red}"


def test_sheets_of_others_stay_as_they_are(collected: dict[str, str]) -> None:
    assert collected["other/desk.css"].startswith("/* Why. */")
