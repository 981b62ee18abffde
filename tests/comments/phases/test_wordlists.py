"""Word lists: whole words in any script, stars, phrases, disguises; and entries that cannot be used."""

from __future__ import annotations

import pytest

from broadsheet.comments.phases import wordlists
from broadsheet.comments.phases.wordlists import WordListError, entries, hits

FOUND = [
    ("casino", "The CASINO opens"),
    ("casino", "ｃａｓｉｎｏ"),
    ("casino", "ca\u200bsi\u00adno"),
    ("casino", "(casino)"),
    ("casino*", "casinos"),
    ("*pill*", "cheappills"),
    ("cheap watches", "cheap…watches"),
    ("cheap watches", "Cheap\n  watches"),
    ("straße", "STRASSE"),
    ("कर", "यह कर है"),
    ("赌博", "我爱赌博吗"),
    ("พนัน", "เว็บพนันออนไลน์"),
    ("козел*", "эти козелчики"),
    ("c++", "I write C++ daily"),
]
NOT_FOUND = [
    ("cunt", "Scunthorpe"),
    ("sex", "Essex and Middlesex"),
    ("ass", "a classic passage"),
    ("casino", "casinos"),
    ("casino*", "Grancasino"),
    ("कर", "करना"),
    ("cheap watches", "cheap and good watches"),
    ("рак", "барак"),
    ("# casino", "casino"),
    ("", "anything"),
]


@pytest.mark.parametrize(("entry", "text"), FOUND)
def test_an_entry_is_found(entry: str, text: str) -> None:
    assert [hit.entry for hit in hits(text, entry)] == [entry]


@pytest.mark.parametrize(("entry", "text"), NOT_FOUND)
def test_an_entry_is_not_found_within_other_words(entry: str, text: str) -> None:
    assert not hits(text, entry)


def test_each_entry_is_told_once_with_what_it_was_found_in() -> None:
    found = hits("Casinos and casinos, slots", "casino*\nslots\nroulette")
    assert [(hit.entry, hit.found) for hit in found] == [("casino*", "casinos"), ("slots", "slots")]


@pytest.mark.parametrize(
    ("words", "told"),
    [("fine\n***", "Line 2"), ("a*b*c*d*e", "stars are the most"), ("!!", "no letter"), ("x" * 101, "101 signs")],
)
def test_an_entry_that_cannot_be_used_is_refused_in_words(words: str, told: str) -> None:
    with pytest.raises(WordListError, match=told):
        entries(words)


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(WordListError, match="2001 entries"):
        entries("\n".join(f"word{number}" for number in range(2001)))


def test_only_entries_whose_letters_stand_in_the_text_are_compiled() -> None:
    wordlists._pattern.cache_clear()
    words = "\n".join(f"word{number}*" for number in range(1000))
    assert hits("here is word7 in a text", words)
    assert wordlists._pattern.cache_info().currsize == 1


def test_stars_do_not_make_a_long_text_slow_to_search() -> None:
    assert not hits("a" * 10_000, "*a*b*\na*a*c")  # a pattern that backtracks without bounds would not come back
