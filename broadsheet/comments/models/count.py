"""How many replies a story has: counted by difference, never by going through them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ReplyCount(models.Model):
    """The public and the waiting replies of one story; `comments.counting` alone writes it."""

    story = models.OneToOneField("broadsheet_articles.Story", models.CASCADE, primary_key=True, related_name="+")
    approved = models.IntegerField(default=0)
    held = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["story"], name="replies_held", condition=models.Q(held__gt=0))]

    def __str__(self) -> str:
        return f"story {self.story_id}: {self.approved} approved, {self.held} held"
