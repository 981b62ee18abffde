"""What a moderator did with one press of a button, to one reply or to many, so that it can be undone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    """What moderators do."""

    APPROVE = "approve", _("Approved")
    REFUSE = "refuse", _("Refused")
    SPAM = "spam", _("Called spam")
    HOLD = "hold", _("Put back into the queue")
    FEATURE = "feature", _("Featured")
    UNFEATURE = "unfeature", _("No longer featured")
    EDIT = "edit", _("Edited")


class Act(models.Model):
    """One act; `before` has of each reply what it was: {"reply", "state", "phase", "code", "reason", "featured", …}."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=ActKind)
    before = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="act_by_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"
