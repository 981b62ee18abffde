"""Share pictures: of the right size, with whole words, and never with boxes in place of letters."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from broadsheet.discovery.drawing import HEADLINE_SIZES, Card, balanced, drawable, length, plain, wrapped

HEADLINE = "Council delays vote on the water works after three hours of argument"


def test_a_picture_has_the_size_that_networks_ask_for_and_is_small():
    data = Card("The Test", "#9d1c20", "Politics", HEADLINE).png()
    assert Image.open(BytesIO(data)).size == (1200, 630)
    assert len(data) < 60_000


def test_the_accent_colour_is_on_the_picture():
    image = Image.open(BytesIO(Card("The Test", "#104080").png())).convert("RGB")
    drawn = image.crop((600, 4, 601, 5)).tobytes()
    assert all(abs(channel - wanted) < 9 for channel, wanted in zip(drawn, b"\x10\x40\x80", strict=True))


@pytest.mark.parametrize("size", HEADLINE_SIZES)
def test_lines_hold_whole_words_and_no_line_is_too_wide(size):
    lines = balanced(HEADLINE, size, 1056)
    assert " ".join(lines) == HEADLINE
    assert all(length(line, size) <= 1056 for line in lines)


def test_a_word_wider_than_the_picture_is_broken_and_loses_no_letter():
    lines = wrapped("W" * 255, 40, 1056)
    assert "".join(lines) == "W" * 255
    assert all(length(line, 40) <= 1056 for line in lines)


def test_lines_are_even():
    widths = [length(line, 96) for line in balanced("One two three four five six seven", 96, 1056)]
    assert min(widths) > max(widths) / 2


@pytest.mark.parametrize("text", ["Łódź – “quoted” €5", "Ünïcode’s"])
def test_european_letters_can_be_drawn(text):
    assert drawable(text)


@pytest.mark.parametrize("text", ["Совет", "理事会", "المجلس", "A \U0001f600"])
def test_a_headline_that_the_typeface_lacks_is_not_drawn_at_all(text):
    assert not drawable(text)
    with_text, other = (Image.open(BytesIO(Card("The Test", "#9d1c20", "", t).png())) for t in (text, "Кино"))
    assert with_text.tobytes() == other.tobytes()


def test_letters_are_composed_before_they_are_drawn():
    assert plain("e\u0301 \n x") == "é x"


def test_the_version_changes_with_everything_that_is_shown():
    cards = [Card("A", "#000000", "B", "C"), Card("X", "#000000", "B", "C"), Card("A", "#111111", "B", "C")]
    cards += [Card("A", "#000000", "X", "C"), Card("A", "#000000", "B", "X"), Card("A", "#000000")]
    assert len({card.version for card in cards}) == 6
    assert Card("A", "#000000").version == Card("A", "#000000").version
