"""Likes and reports: that somebody has given one, but not who."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class MarkKind(models.TextChoices):
    """What somebody did with a reply."""

    LIKE = "like"
    REPORT = "report"


class Mark(models.Model):
    """One like or report; `mark` is a keyed hash of the address that gave it and of the reply.

    It shows that the same address did so before and nothing else: without the paper's key nobody can tell an address
    from it, and no two replies have the same hash of one address. Goes after a time (`comments.retention`).
    """

    reply = models.ForeignKey("broadsheet_comments.Reply", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=MarkKind)
    mark = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reply", "kind", "mark"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.reply_id}"
