"""The edition keeps a newsroom's rules: whole sentences, named authors, described pictures, no straight quotes."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from sentencex import segment

from broadsheet.importers.sample.pictures import SCENES
from broadsheet.importers.sample.pictures_people import SITTERS
from broadsheet.importers.sample.reading import EditionTexts, StoryText, read_edition

EDITION: EditionTexts = read_edition()
PUBLISHED = [story for story in EDITION.stories if story.published is not None]
FENCED = re.compile(r"^```([a-z-]+)\n(.*?)^```", re.M | re.S)


def fenced(kind: str) -> list[StoryText]:
    """The published stories with a block of that kind."""
    return [story for story in PUBLISHED if kind in (found[0] for found in FENCED.findall(story.body))]


@pytest.mark.parametrize("story", EDITION.stories, ids=lambda story: story.slug)
def test_a_story_has_byline_section_topics_and_a_standfirst_in_whole_sentences(story: StoryText):
    assert story.authors
    assert set(story.authors) <= set(EDITION.authors)
    assert story.section in EDITION.paper["sections"]
    assert story.topics
    assert set(story.topics) <= set(EDITION.topics)
    assert len(story.standfirst) <= 400
    assert all(re.search(r"[.!?][”’]?$", sentence.strip()) for sentence in segment("en", story.standfirst))
    assert len(story.headline) <= 110
    assert not re.search(r"[.…]$", story.headline)
    assert len(story.short_headline) <= 90


@pytest.mark.parametrize("story", PUBLISHED, ids=lambda story: story.slug)
def test_a_story_has_between_230_and_a_thousand_words_of_its_own(story: StoryText):
    assert 230 <= len(story.body.split()) <= 1000
    assert "lorem" not in story.body.lower()


@pytest.mark.parametrize("text", [*EDITION.stories, *EDITION.pages], ids=lambda text: text.slug)
def test_running_text_has_no_straight_quotes(text):
    prose = FENCED.sub("", text.body)
    assert not re.search(r"[\"']", prose)
    for name in ("headline", "standfirst", "short_headline", "kicker", "caption", "title"):
        assert not re.search(r"[\"']", getattr(text, name, ""))


def test_no_table_or_block_shows_a_straight_quote():
    tables = (EDITION.paper, EDITION.authors, EDITION.topics, EDITION.pictures)
    assert not [value for table in tables for value in strings(table) if re.search(r"[\"']", value)]


def strings(value) -> list[str]:
    """All texts within nested tables and lists."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    return [text for one in value for text in strings(one)] if isinstance(value, list) else []


def test_the_four_required_sections_hold_at_least_24_stories():
    required = ("politics", "politics/city-hall", "sports", "national", "community")
    counts = Counter(story.section for story in PUBLISHED)
    assert sum(counts[section] for section in required) >= 24
    assert all(counts[section] >= 3 for section in required)


def test_the_edition_has_corrections_a_gallery_an_embed_tables_and_labels():
    assert sum(len(story.corrections) for story in PUBLISHED) == 2
    assert len(fenced("gallery")) == 1
    assert len(fenced("embed")) == 1
    assert len(fenced("table")) >= 2
    assert fenced("fact-box")
    assert fenced("pull-quote")
    assert fenced("read-also")
    labels = Counter(story.label for story in PUBLISHED)
    assert labels["opinion"] >= 2
    assert labels["analysis"] >= 1
    assert labels["feature"] >= 1
    assert labels["sponsored"] == 1


def test_a_sponsored_text_is_signed_by_the_sponsor_alone_and_says_so():
    (story,) = (story for story in PUBLISHED if story.label == "sponsored")
    assert {EDITION.authors[slug]["role"] for slug in story.authors} == {"Sponsor"}
    assert "paid" in story.body.split("\n\n")[0]


def test_each_topic_stands_over_more_than_one_story():
    counts = Counter(topic for story in PUBLISHED for topic in story.topics)
    assert len(counts) >= 12
    assert not [topic for topic in EDITION.topics if counts[topic] < 2]


def test_stories_spread_over_the_last_days_and_some_hours():
    ages = [story.published.total_seconds() / 3600 for story in PUBLISHED if story.published is not None]
    assert max(ages) < 6 * 24
    assert sum(age < 12 for age in ages) >= 4
    assert all(story.updated < story.published for story in PUBLISHED if story.updated and story.published)


def test_a_draft_and_a_scheduled_story_show_the_newsroom_at_work_and_say_what_they_are():
    waiting = [story for story in EDITION.stories if story.published is None]
    assert sorted(story.scheduled is not None for story in waiting) == [False, True]
    assert all("sample" in story.body for story in waiting)


def test_every_picture_is_drawn_described_and_captioned():
    assert len(EDITION.pictures) >= 18
    assert set(EDITION.pictures) <= set(SCENES)
    for row in EDITION.pictures.values():
        assert row["alt"].endswith(".")
        assert row["caption"]
    used = {story.picture for story in EDITION.stories} | set(re.findall(r"picture: ([a-z-]+)", _all_bodies()))
    assert set(EDITION.pictures) <= used


def test_every_author_but_the_sponsor_has_a_portrait_role_and_bio():
    assert len(SITTERS) >= 7
    for slug, row in EDITION.authors.items():
        assert row["role"]
        assert row["bio"].startswith("<p>")
        assert (slug in SITTERS) == (row["role"] != "Sponsor")


def _all_bodies() -> str:
    return "\n".join(story.body for story in EDITION.stories)
