"""What was decided about a reply, by whom and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Decision(models.Model):
    """One act on a reply after it came in: by a moderator, by its writer, or by a phase. Rows are only ever added.

    What the phases found when the reply came in stands on the reply itself (`Reply.trace`).
    """

    reply = models.ForeignKey("broadsheet_comments.Reply", models.CASCADE, related_name="decisions")
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    phase = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=40, help_text="A state that the reply took, or edited, featured, erased.")
    was = models.CharField(max_length=12, blank=True, help_text="The state before.")
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    before = models.TextField(blank=True, help_text="The text before an edit.")
    after = models.TextField(blank=True, help_text="The text after an edit.")

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="decision_by_time")]

    def __str__(self) -> str:
        return f"{self.act} ({self.code or self.phase or self.user_id})"
