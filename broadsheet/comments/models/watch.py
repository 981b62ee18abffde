"""Who of the newsroom is told by mail that replies wait, and how often."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How often mails come, if replies wait."""

    NONE = "none", _("Never")
    ONCE = "once", _("At once, a minute apart at least")
    HOURLY = "hourly", _("Hourly")
    DAILY = "daily", _("Daily")

    @property
    def apart(self) -> timedelta:
        """The least time between two mails."""
        return {
            Pace.ONCE: timedelta(minutes=1),
            Pace.HOURLY: timedelta(hours=1),
            Pace.DAILY: timedelta(days=1),
        }.get(self, timedelta.max)


class Watch(models.Model):
    """One moderator's wish; `told_until`: replies that came in until then were in a mail."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    pace = models.CharField(_("mails"), max_length=6, choices=Pace, default=Pace.NONE)
    sent_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.pace}"
