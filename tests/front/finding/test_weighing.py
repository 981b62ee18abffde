"""Which of two stories comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from broadsheet.front.finding.questions import parse
from broadsheet.front.finding.weighing import Candidate, answers, ordered

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = "Nothing of note. " * 40


def first(text: str, one: Candidate, other: Candidate, days: tuple[float, float] = (0, 0)) -> bool:
    """Whether `one`, which is so many days old, comes before `other`."""
    times = {found.pk: NOW - timedelta(days=ago) for found, ago in zip((one, other), days, strict=True)}
    return ordered(parse(text), [one, other], times, NOW, {})[0] == one.pk


def test_a_headline_counts_more_than_a_mention() -> None:
    assert first("bridge", Candidate(1, "Bridge closes", TEXT), Candidate(2, "Council meets", f"{TEXT} A bridge."))


def test_of_two_that_answer_alike_the_newer_comes_first() -> None:
    assert first("bridge", Candidate(1, "Bridge closes", TEXT), Candidate(2, "Bridge opens", TEXT), (1, 400))


def test_an_old_story_on_the_matter_comes_before_a_mention_of_today() -> None:
    old = Candidate(1, "Bridge closes", "The bridge closed. " * 5)
    assert first("bridge", old, Candidate(2, "Council meets", f"{TEXT} A bridge."), (3_000, 0))


def test_words_that_stand_together_count_more() -> None:
    together = Candidate(1, "News", f"{TEXT} The swing bridge closed.")
    assert first("swing bridge", together, Candidate(2, "News", f"{TEXT} A bridge, and a swing."))


def test_a_word_within_another_is_none() -> None:
    assert not answers(parse("art"), Candidate(1, "Party", "Partly in part."), {})


def test_a_rarer_word_counts_more_where_only_one_is_there() -> None:
    question = parse("council ferry")
    rare = dict(zip(question.terms, (0.1, 1.0), strict=True))
    ferry, council = Candidate(1, "Ferry", ""), Candidate(2, "Council", "")
    assert answers(question, ferry, rare) > answers(question, council, rare)


def test_what_nobody_may_read_is_left_out() -> None:
    assert ordered(parse("bridge"), [Candidate(1, "Bridge", "")], {}, NOW, {}) == []
