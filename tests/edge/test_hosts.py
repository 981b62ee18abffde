"""By which names the paper may be asked, and under which of them its pages are kept."""

from __future__ import annotations

from typing import Any

import pytest

from broadsheet.edge.hosts import named


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.PUBLIC_URL = "https://paper.example"
    settings.ALLOWED_HOSTS = ["paper.example", "www.paper.example", ".wild.example", "[::1]"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("paper.example", "paper.example"),
        ("PAPER.example:8000", "paper.example"),
        ("paper.example.", "paper.example"),
        ("www.paper.example", "www.paper.example"),
        ("[::1]:8000", "[::1]"),
        ("a.wild.example", "paper.example"),
        ("b.c.wild.example:81", "paper.example"),
    ],
)
def test_names_of_the_paper(header: str, name: str) -> None:
    assert named(header) == name


@pytest.mark.parametrize(
    "header",
    ["", ".", ":80", "other.example", "user@paper.example", "paper.example/", "paper.example:x", "a b", "[::1", "é"],
)
def test_no_names_of_the_paper(header: str) -> None:
    assert named(header) is None
