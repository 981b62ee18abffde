"""The order of what was found: how well a story answers, and how new it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from broadsheet.front.finding.questions import Question, Term, folded

HEADLINE, TEXT, EARLY, PHRASE = 2.5, 1.0, 0.5, 1.5
"""What a word counts in the headline, in the text, in the first lines; and all words one after another."""
FIRST_LINES = 300
SATURATION = 1.5
"""How often a word stands in a text at which it counts half of what it can."""
FRESH, FRESH_DAYS, YEARS = 0.5, 14.0, 0.3
"""What being of today adds, the days after which half of that is left, and what is lost over the years."""


@dataclass(frozen=True)
class Candidate:
    """A story that may answer: what its index entry holds of it."""

    pk: int
    headline: str
    text: str


def ordered(
    question: Question,
    found: Iterable[Candidate],
    times: Mapping[int, datetime],
    now: datetime,
    rare: Mapping[Term, float],
) -> list[int]:
    """The ids of those of `found` that have a time of publication, the best first; `rare` says what a term counts."""
    weights = {one.pk: answers(question, one, rare) * freshness(times[one.pk], now) for one in found if one.pk in times}
    return sorted(weights, key=lambda pk: (weights[pk], times[pk]), reverse=True)


def answers(question: Question, candidate: Candidate, rare: Mapping[Term, float]) -> float:
    """How well a story answers by its words alone."""
    headline, text = folded(candidate.headline), folded(candidate.text)
    total = sum(rare.get(term, 1.0) * _of_term(term, headline, text) for term in question.terms)
    if len(question.words) > 1:
        total += PHRASE * _stands(question.whole, headline) + PHRASE / 2 * _stands(question.whole, text)
    return total


def freshness(time: datetime, now: datetime) -> float:
    """By what a story's answer is multiplied for its age: 1.8 today, 1.3 after some months, 1 after many years."""
    days = max((now - time).total_seconds() / 86_400, 0.0)
    return 1.0 + FRESH * 0.5 ** (days / FRESH_DAYS) + YEARS / (1.0 + days / 365)


def _of_term(term: Term, headline: str, text: str) -> float:
    places = _places(term, text)
    found = TEXT * len(places) / (len(places) + SATURATION)
    if places and places[0] < FIRST_LINES:
        found += EARLY
    return found + HEADLINE * _stands(term, headline)


def _stands(term: Term, text: str) -> bool:
    return bool(_places(term, text))


def _places(term: Term, text: str) -> list[int]:
    """Where the term begins in `text`; a search for plain letters is many times as fast as one for ends of words."""
    if term.first not in text:
        return []
    starts = (match.start() for match in term.pattern.finditer(text))
    return [start for start in starts if not start or not text[start - 1].isalnum()]
