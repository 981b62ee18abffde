"""What readers type is read as words, phrases and beginnings, whatever it is."""

from __future__ import annotations

import pytest

from broadsheet.front.finding.questions import MOST_TERMS, Question, Term, folded, parse


def terms(*words: str) -> tuple[Term, ...]:
    return tuple(Term((word,)) for word in words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bridge ferry", terms("bridge", "ferry")),
        ('"swing bridge" ferry', (Term(("swing", "bridge")), *terms("ferry"))),
        ("“swing bridge”", (Term(("swing", "bridge")),)),
        ('swing "bridge', terms("swing", "bridge")),
        ("ferr*", (Term(("ferr",), True),)),
        ("fe*", terms("fe")),
        ("bridge OR (ferry) -dock", terms("bridge", "OR", "ferry", "dock")),
        ("bridge bridge", terms("bridge")),
        ("title:bridge^2 NEAR/3", terms("title", "bridge", "2", "NEAR", "3")),
        ("🌉", ()),
        ('""', ()),
        ("***", ()),
        ("", ()),
    ],
)
def test_a_question_is_read(text: str, expected: tuple[Term, ...]) -> None:
    assert parse(text) == Question(expected)


def test_a_long_question_is_cut() -> None:
    assert len(parse(" ".join(map(str, range(100)))).terms) == MOST_TERMS


def test_capitals_and_accents_count_for_nothing() -> None:
    assert folded("Köln ÉTÉ") == "koln ete"
    assert Term(("cafe",)).pattern.search(folded("le Café du port"))
    assert not Term(("cafe",)).pattern.search("cafes")
    assert Term(("cafe",), True).pattern.search("cafes")
