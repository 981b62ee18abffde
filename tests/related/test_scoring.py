"""How much two stories have to do with each other, by the texts and by the time between them."""

import numpy as np
import pytest

from broadsheet.related.scoring import (
    PRESENT,
    UNDATED,
    Text,
    Vector,
    bag,
    freshness,
    hub,
    likeness,
    scores,
    vector,
)


def a_vector(title: str, body: str = "") -> Vector:
    found = bag(Text(1, title, body))
    return vector(found, np.full(len(found.terms), 2, np.float32), 100)


def like(one: Vector, other: Vector) -> float:
    return float(likeness(one, other, np.array([len(other.terms)]))[0])


def test_a_story_is_wholly_like_itself_and_not_at_all_like_one_that_shares_no_word() -> None:
    one = a_vector("Bridge opens", "The harbour bridge is open.")
    assert like(one, one) == pytest.approx(1)
    assert like(one, a_vector("Ballet returns", "Dancers rehearse nightly")) == 0


def test_a_word_in_the_headline_likens_more_than_one_in_the_text() -> None:
    one = a_vector("Ferry", "Nothing was said yesterday about anything else that matters here.")
    in_title = a_vector("Ferry", "Rain fell upon distant hills throughout spring.")
    in_text = a_vector("Rain", "Ferry fell upon distant hills throughout spring.")
    assert like(one, in_title) > like(one, in_text)


def test_likeness_of_several_is_told_apart() -> None:
    one = a_vector("Bridge")
    others = [a_vector("Ballet"), a_vector("Bridge"), a_vector("")]
    joined = Vector(np.concatenate([o.terms for o in others]), np.concatenate([o.weights for o in others]))
    assert likeness(one, joined, np.array([1, 1, 0])).round(3).tolist() == [0, 1, 0]
    assert likeness(a_vector(""), joined, np.array([1, 1, 0])).tolist() == [0, 0, 0]


def test_a_term_that_few_stories_have_weighs_more() -> None:
    found = bag(Text(1, "", "bridge ferry"))
    few, many = vector(found, np.array([2, 90], np.float32), 100).weights
    assert few > many


def test_what_a_story_alone_has_does_not_make_it_less_like_others() -> None:
    known = np.array([2, 1], np.float32)
    found = bag(Text(1, "", "bridge ferry"))
    shared, alone = vector(found, known, 100).weights
    assert shared == pytest.approx(1)
    assert alone >= shared


def test_topics_liken_stories_whose_texts_share_nothing() -> None:
    found = [bag(Text(1, title, "", topics=("Ferries",))) for title in ("Bridge", "Ballet")]
    one, other = (vector(each, np.full(len(each.terms), 2, np.float32), 100) for each in found)
    assert like(one, other) > 0


def test_what_is_like_everything_comes_after_what_is_like_few() -> None:
    alike, fresh = np.array([0.3, 0.3], np.float32), np.ones(2, np.float32)
    general, special = scores(alike, np.array([0.6, 0.2], np.float32), fresh)
    assert special > general
    assert hub(np.array([0.1, 0.9, 0.5, 0.3, 0.3], np.float32)) == pytest.approx(0.5)
    assert hub(np.array([0.8], np.float32)) == pytest.approx(0.2)


def test_freshness_decides_between_equals_and_is_worth_little_more() -> None:
    today, week, year = freshness(np.array([1000, 993, 635]), 1000)
    assert 1 + PRESENT.fresh == pytest.approx(today)
    assert today > week > year == pytest.approx(1)


def test_a_story_without_a_date_is_neither_fresh_nor_old() -> None:
    today, unknown, old = freshness(np.array([1000, UNDATED, 1]), 1000)
    assert today > unknown > old
    assert freshness(np.array([1000, 1]), UNDATED).tolist() == [1, 1]


def test_switching_dates_off_leaves_the_rest() -> None:
    assert freshness(np.array([1000, 1]), 1000, PRESENT.without_dates()).tolist() == [1, 1]
    assert PRESENT.without_dates().title == PRESENT.title
