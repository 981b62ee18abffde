"""Lexical and Mobiledoc as plain HTML."""

from __future__ import annotations

import json

import pytest

from broadsheet.importers.ghost.documents import of_lexical, of_mobiledoc
from tests.importers.ghost.exports import LEXICAL, MOBILEDOC


def test_lexical_becomes_html_and_unknown_nodes_are_named() -> None:
    notes: list[str] = []
    html = of_lexical(json.dumps(LEXICAL), notes.append)
    assert html is not None
    assert "<p><b>Bold &amp; </b><i><b>both</b></i><br>" in html
    assert '<a href="__GHOST_URL__/second/">the other</a>' in html
    assert "<h2>A heading</h2><ol><li>First</li></ol>" in html
    assert '<bs-embed url="https://video.example/watch"></bs-embed><p>! Mind this</p>' in html
    assert notes == ["card “horoscope” is not known: left out"]


def test_mobiledoc_becomes_html() -> None:
    notes: list[str] = []
    html = of_mobiledoc(json.dumps(MOBILEDOC), notes.append)
    assert html is not None
    assert html.startswith('<p><strong>Strong</strong> and <a href="https://a.example/">linked</a><br>&lt;b&gt;</p>')
    assert "<ul><li>One</li><li>Two</li></ul><h1>Title</h1>" in html
    assert '<a href="https://b.example/x">https://b.example/x</a>' in html
    assert notes == ["card “” is not known: left out"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"root": 5}',
        '{"root": {"children": [5, {"type": []}, {"type": "text", "text": 7, "format": "x"}]}}',
        '{"sections": [5, [], [1], [1, [], 7], [2], [3, "ul", 5], [10, -1], [10, "x"], [3, "ul", [5]]]}',
        '{"sections": [[1, "p", [[0, [99, "x"], 5, "t"], [0], [1, [], 0, 9]]]], "markups": [[]]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_document_breaks_nothing(text: str) -> None:
    of_lexical(text, lambda note: None)
    of_mobiledoc(text, lambda note: None)
