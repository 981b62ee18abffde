"""Shares and scores: what is known, what is rare, what contradicts itself."""

from __future__ import annotations

import pytest

from broadsheet.comments.sieve.weighing import Seen, share, weigh

TOTAL = Seen(100, 100)
KNOWN = {
    **{f"spam{number}": Seen(40, 0) for number in range(10)},
    **{f"fair{number}": Seen(0, 40) for number in range(10)},
    "dull": Seen(50, 52),
    "once": Seen(1, 0),
}


def score(*features: str) -> float:
    return weigh(features, KNOWN, TOTAL).score


def test_many_features_of_one_kind_make_a_clear_score() -> None:
    assert score(*(f"spam{number}" for number in range(10))) > 0.99
    assert score(*(f"fair{number}" for number in range(10))) < 0.01


def test_what_is_unknown_or_dull_or_contradictory_stays_in_the_middle() -> None:
    assert score() == score("never seen") == score("dull") == 0.5
    assert score("spam1", "spam2", "fair1", "fair2") == pytest.approx(0.5)


def test_one_sighting_weighs_less_than_forty() -> None:
    assert 0.5 < share(KNOWN["once"], TOTAL) < share(KNOWN["spam1"], TOTAL) < 1


def test_shares_are_of_replies_not_of_sightings() -> None:
    assert share(Seen(10, 10), Seen(10, 1000)) > 0.9


def test_nothing_is_said_before_both_kinds_were_seen() -> None:
    assert share(Seen(5, 0), Seen(5, 0)) == 0.5


def test_a_judgement_names_the_words_that_speak_for_spam() -> None:
    found = weigh(["spam1", "fair1", "dull"], KNOWN, TOTAL)
    assert found.words() == "“spam1”"
    assert {word for word, _ in found.because} == {"spam1", "fair1"}
