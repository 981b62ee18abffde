"""The last proof of each story: whether readers saw what was published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

GIVEN_UP = timedelta(minutes=3)
"""A proof that is not finished by then was cut off, as by a restart."""


class Act(models.TextChoices):
    """What was done to the story."""

    PUBLISH = "publish", _("published")
    UNPUBLISH = "unpublish", _("taken down")
    MOVE = "move", _("moved")
    ASK = "ask", _("asked for")


class Proof(models.Model):
    """What readers found after the last act on a story; one row a story."""

    story = models.OneToOneField(
        "broadsheet_articles.Story", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("story")
    )
    act = models.CharField(max_length=10, choices=Act)
    committed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    """Why nothing could be read; "" where something could."""
    lines = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.story_id}: {self.act} {self.committed_at:%Y-%m-%d %H:%M:%S}"

    @property
    def state(self) -> str:
        """`running`, `cut off`, `visible` or `faulty`."""
        if self.finished_at is None:
            return "running" if timezone.now() - self.committed_at < GIVEN_UP else "cut off"
        return "faulty" if self.trouble or self.faults else "visible"

    @property
    def faults(self) -> list[dict[str, Any]]:
        """The lines of places where readers find something else."""
        return [line for line in self.lines if line["fault"]]

    @property
    def slowest(self) -> int:
        """Milliseconds after which the last place was as it should be."""
        return round(max((line["ms"] for line in self.lines if not line["fault"]), default=0))
