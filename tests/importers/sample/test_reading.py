"""The texts of the sample edition are whole, and bad ones are told of by file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.importers.sample.reading import EditionError, read_edition, read_story, span


def test_a_span_of_time_is_days_hours_and_minutes():
    assert span("2d 4h") == timedelta(days=2, hours=4)
    assert span("45m") == timedelta(minutes=45)


@pytest.mark.parametrize("text", ["", "soon", "4 hours", "-1h"])
def test_a_span_that_is_none_is_refused(text: str):
    with pytest.raises(ValueError, match="not a span of time"):
        span(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("No head at all.", "does not begin with a head"),
        ("---\nheadline: [\n---\nText.", "while parsing"),
        ("---\nheadline: One\n---\nText.", "missing"),
        ("---\nheadline: One\ncolour: red\n---\nText.", "colour"),
        ("---\nheadline: One\npublished: soon\n---\nText.", "not a span of time"),
    ],
)
def test_a_story_file_that_is_not_in_order_is_named_with_what_is_wrong(tmp_path: Path, text: str, complaint: str):
    path = tmp_path / "a-story.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=f"(?s)a-story.md.*{complaint}"):
        read_story(path)


def test_every_text_of_the_edition_can_be_read():
    edition = read_edition()
    assert edition.stories
    assert {page.slug for page in edition.pages} == {"about", "contact", "standards"}
