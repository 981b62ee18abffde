"""Stories of the paper as the texts that the engine compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from broadsheet.articles.models import Story, StoryTopic
from broadsheet.related.scoring import UNDATED, Text

PORTION = 500
_TAG = re.compile(r"<[^>]*>")
_SILENT = frozenset(("id", "type", "url"))


def text_of(story: Story) -> Text:
    """A story as a text; asks for its topics."""
    return _text(story, tuple(row.topic.name for row in story.story_topics.select_related("topic")))


def texts(keys: Iterable[int]) -> Iterator[Text]:
    """The stories of these keys that readers may see, by two queries for `PORTION` of them."""
    every = list(keys)
    for start in range(0, len(every), PORTION):
        part = every[start : start + PORTION]
        topics: dict[int, list[str]] = {}
        for key, name in StoryTopic.objects.filter(story__in=part).values_list("story_id", "topic__name"):
            topics.setdefault(key, []).append(name)
        for story in Story.objects.readable().filter(pk__in=part).only("title", "standfirst", "body", "published_at"):
            yield _text(story, tuple(topics.get(story.pk, ())))


def _text(story: Story, topics: tuple[str, ...]) -> Text:
    day = story.published_at.toordinal() if story.published_at else UNDATED
    words = " ".join(unescape(_TAG.sub(" ", words)) for words in _words(list(story.body.raw_data)))
    return Text(story.pk, story.title, words, day, story.standfirst, topics)


def _words(value: Any) -> Iterator[str]:
    """All words in the stored value of a body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _SILENT:
                yield from _words(item)
