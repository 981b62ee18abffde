"""Publishes a story for each line on standard input, as the desk does: first a new one, then its headline changed, and
so on in turn; tells of each on standard output when its commit had returned. Runs in the home that it publishes in.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

AUTHOR, TOPIC = "bench-edition", "bench-editions"


def main() -> None:
    """Publish until there are no more lines; then take back what was published."""
    import django

    django.setup()

    _take_back()  # what a run that was cut off has left
    publisher = _Publisher()
    try:
        for _ in sys.stdin:
            print(json.dumps(publisher.publish()), flush=True)
    finally:
        _take_back()


def _take_back() -> None:
    from broadsheet.articles.models import Story

    for story in Story.objects.filter(slug__startswith="edition-"):
        story.delete()


class _Publisher:
    """`number` counts what was published; a new story has it in its address too."""

    def __init__(self) -> None:
        from broadsheet.articles.models import Author, Section, Topic

        section = Section.objects.live().order_by("path").first()
        assert section is not None
        self.section = section
        self.author = Author.objects.get_or_create(slug=AUTHOR, defaults={"name": "Bench Edition"})[0]
        self.topic = Topic.objects.get_or_create(slug=TOPIC, defaults={"name": "Bench editions"})[0]
        self.number = self.address = 0
        self.story: Any = None

    def publish(self) -> dict[str, Any]:
        """The next publish: the time of its commit, its numbers, and the path of every surface that must show it."""
        from django.db import transaction

        self.number += 1
        with transaction.atomic():
            if self.number % 2:
                self._add()
            self.story.title = f"Edition {self.number} of the harbour, as word{self.number} has it"
            self.story.save_revision().publish()
        at = time.monotonic()
        return {"at": at, "headline": self.number, "address": self.address, "surfaces": self._surfaces()}

    def _add(self) -> None:
        from wagtail.rich_text import RichText

        from broadsheet.articles.models import Byline, Story, StoryTopic

        self.address = self.number
        body = [("paragraph", RichText("<p>The harbour was quiet. The ferries lay at the quay.</p>"))]
        story = Story(title="Edition", slug=f"edition-{self.number}", live=False, body=body)
        story.bylines = [Byline(author=self.author)]
        story.story_topics = [StoryTopic(topic=self.topic)]
        self.section.add_child(instance=story)
        self.story = story

    def _surfaces(self) -> dict[str, str]:
        from django.utils import timezone

        section = self.section.get_url()
        return {
            "story": self.story.get_url(),
            "front": "/",
            "section": section,
            "topic": self.topic.get_absolute_url(),
            "author": self.author.get_absolute_url(),
            "rss": "/feed.xml",
            "atom": "/atom.xml",
            "json": "/feed.json",
            "section feed": f"{section}feed.xml",
            "sitemap": f"/sitemap-{timezone.localtime():%Y-%m}.xml",
            "news sitemap": "/news-sitemap.xml",
            "search": f"/search/?q=word{self.number}",
        }


if __name__ == "__main__":
    main()
