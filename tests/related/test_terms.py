"""What a text is known by, in many scripts."""

import pytest

from broadsheet.related.terms import MOST_CHARACTERS, pieces, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élection", "election"),
        ("ministers", "minister’s"),
        ("Ἀθῆναι", "Αθηναι"),
        ("الوِلايات", "الولايات"),
        ("ＮＡＴＯ", "nato"),
        ("Straße", "STRASSE"),
        ("Überschwemmungen", "Überschwemmung"),
    ],
)
def test_one_word_in_two_spellings_is_one_term(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("東京都知事", ["東京", "京都", "都知", "知事"]),
        ("서울시장은", ["서울", "울시", "시장", "장은"]),
        ("กรุงเทพ", ["กรุ", "รุง", "ุงเ", "งเท", "เทพ"]),
        ("हिन्दी", ["हिन्दी"]),
        ("水", ["水"]),
        ("iPhoneの発売", ["の発", "発売", "iphone"]),
        ("20261123", ["20261123"]),
    ],
)
def test_scripts_without_spaces_give_overlapping_pieces(text: str, found: list[str]) -> None:
    assert pieces(text.lower()) == found


@pytest.mark.parametrize("text", ["", " ", "\x00", "…!?", "😀", "\ud800", "\u0301\u0301"])
def test_what_holds_no_words_holds_no_terms(text: str) -> None:
    assert not terms(text)


def test_a_term_is_counted_as_often_as_it_stands_there() -> None:
    assert sorted(terms("Bridge bridge\x00BRIDGE ferry").values()) == [1, 3]


def test_of_a_story_of_a_megabyte_only_the_beginning_is_read() -> None:
    long = "".join(f"w{number} " for number in range(200_000))
    assert terms(long) == terms(long[:MOST_CHARACTERS])
