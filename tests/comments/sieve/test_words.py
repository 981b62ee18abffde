"""What the sieve sees of a reply."""

from __future__ import annotations

from broadsheet.comments.sieve.words import MOST, features, key


def test_words_pairs_links_and_manner_are_seen() -> None:
    seen = features("Check my CHANNEL!! http://www.murdev.com/x")
    assert {"check", "my", "channel", "my channel", "→ murdev.com", "→ 1", "!!"} <= set(seen)
    assert "http" not in seen


def test_disguises_make_no_difference() -> None:
    assert features("sub\u200bscribe ＮＯＷ") == features("Subscribe now")


def test_scripts_without_spaces_are_seen_by_pairs_of_characters() -> None:
    assert {"赌博", "博网"} <= set(features("最好赌博网站"))


def test_a_text_mostly_in_capitals_is_seen_as_such() -> None:
    assert "ABC" in features("PLEASE SUBSCRIBE TO MY CHANNEL")
    assert "ABC" not in features("Nobody from NATO came to the meeting")


def test_a_long_text_has_so_many_features_and_no_more() -> None:
    assert len(features(" ".join(f"word{number}" for number in range(5000)))) == MOST


def test_a_feature_has_one_number_that_any_database_can_keep() -> None:
    assert key("subscribe") == key("subscribe") != key("subscribes")
    assert 0 <= key("subscribe") < 2**63
