"""What hangs on a story in order: its bylines and its topics."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from broadsheet.edge.whole import whole


class _Dated(Orderable):
    """A row below a story that carries the story's time, so that lists of it are read from one index."""

    published_at = models.DateTimeField(null=True, editable=False)

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ("sort_order", "pk")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.published_at = self.story.published_at
        super().save(*args, **kwargs)


@whole
class Byline(_Dated):
    """An author's place over a story."""

    story = ParentalKey("broadsheet_articles.Story", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("broadsheet_articles.Author", models.PROTECT, related_name="bylines")

    panels: ClassVar = [FieldPanel("author")]

    class Meta(_Dated.Meta):
        abstract = False
        constraints: ClassVar = [models.UniqueConstraint(fields=["story", "author"], name="byline_once")]
        indexes: ClassVar = [models.Index(fields=["author", "-published_at"], name="byline_by_author")]

    def __str__(self) -> str:
        return str(self.author)


@whole
class StoryTopic(_Dated):
    """A topic of a story."""

    story = ParentalKey("broadsheet_articles.Story", on_delete=models.CASCADE, related_name="story_topics")
    topic = models.ForeignKey("broadsheet_articles.Topic", models.CASCADE, related_name="story_topics")

    panels: ClassVar = [FieldPanel("topic")]

    class Meta(_Dated.Meta):
        abstract = False
        constraints: ClassVar = [models.UniqueConstraint(fields=["story", "topic"], name="topic_once")]
        indexes: ClassVar = [models.Index(fields=["topic", "-published_at"], name="story_by_topic")]

    def __str__(self) -> str:
        return str(self.topic)
