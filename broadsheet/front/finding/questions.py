"""What a reader typed, read as words, "phrases" and beginnings*. Nothing that can be typed is an error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

MOST_TERMS = 12
SHORTEST_BEGINNING = 3
"""Letters that a beginning has at least; a shorter one is looked for as a word."""
_QUOTES = str.maketrans(dict.fromkeys("“”„«»「」『』", '"'))
_PIECE = re.compile(r'"([^"]*)"|(\w+)(\*)?')
_MARKS = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True)
class Term:
    """Words that stand one after another; of the last of them only the beginning where `is_beginning`."""

    words: tuple[str, ...]
    is_beginning: bool = False

    @cached_property
    def first(self) -> str:
        """The first word as it stands in a text that is `folded`."""
        return folded(self.words[0])

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term in a text that is `folded`."""
        text = r"\W+".join(re.escape(folded(word)) for word in self.words)
        return re.compile(text if self.is_beginning else rf"{text}(?!\w)")


@dataclass(frozen=True)
class Question:
    """The terms of a question, each once."""

    terms: tuple[Term, ...]

    @property
    def words(self) -> list[str]:
        """All its words."""
        return [word for term in self.terms for word in term.words]

    @cached_property
    def whole(self) -> Term:
        """All its words as one phrase."""
        return Term(tuple(self.words))


def parse(text: str) -> Question:
    """The question that `text` asks: a quotation mark without a second one, operators and signs count for nothing."""
    found: dict[Term, None] = {}
    for quoted, word, star in _PIECE.findall(text.translate(_QUOTES)):
        words = tuple(re.findall(r"\w+", quoted)) if quoted else (word,)
        if any(words):
            found[Term(words, bool(star) and len(word) >= SHORTEST_BEGINNING)] = None
    return Question(tuple(found)[:MOST_TERMS])


def folded(text: str) -> str:
    """`text` without capitals and without accents, as the database's index has it."""
    lowered = text.lower()
    if unicodedata.is_normalized("NFKD", lowered):  # the usual case, and several times as fast
        return lowered
    return _MARKS.sub("", unicodedata.normalize("NFKD", lowered))
