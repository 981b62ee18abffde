"""Capitals and heaps of marks, in several scripts."""

from __future__ import annotations

import pytest

from broadsheet.comments.phases.manner import capitals, heaped


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("SUBSCRIBE TO MY CHANNEL NOW", 1.0),
        ("BBC, NATO, EU", 0.0),
        ("数" * 40, 0.0),
        ("ДОБРЫЙ ДЕНЬ ВСЕМ читателям", 0.6),
    ],
)
def test_capitals_are_a_share_of_letters_that_have_them(text: str, share: float) -> None:
    assert capitals(text) == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(
    ("text", "is_heap"),
    [
        ("a" + "\u0300" * 5, True),
        ("Tiếng Việt, naïve", False),
        ("בְּרֵאשִׁ֖ית בָּרָ֣א", False),
        ("กุ้ง เป็นที่", False),
        ("यह हिन्दी में है", False),
        ("", False),
    ],
)
def test_only_heaps_that_no_writing_needs_are_heaps(text: str, is_heap: bool) -> None:
    assert heaped(text) is is_heap
