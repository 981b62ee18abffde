"""What the schedule did: each go-live and expiry that fell due, when it was done and how late, or why it failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

LATE = timedelta(seconds=60)


class Act(models.TextChoices):
    """What falls due."""

    GO_LIVE = "go-live", _("Goes live")
    EXPIRE = "expire", _("Expires")


class ScheduledActQuerySet(models.QuerySet["ScheduledAct"]):
    """What the desk asks of the record."""

    def failing(self) -> ScheduledActQuerySet:
        """Those that failed and were not done since."""
        return self.filter(done_at__isnull=True)

    def late(self) -> ScheduledActQuerySet:
        """Those done later than a minute after they were due."""
        return self.filter(lateness__gt=LATE.total_seconds())


class ScheduledAct(models.Model):
    """One act of the schedule; one row for each page, kind and due time, however often it was tried."""

    act = models.CharField(max_length=8, choices=Act)
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    due = models.DateTimeField()
    tried_at = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=1)
    done_at = models.DateTimeField(null=True)
    lateness = models.FloatField(null=True, help_text=_("Seconds from due to done."))
    error = models.TextField(blank=True)

    objects: ClassVar[models.Manager[ScheduledAct]] = ScheduledActQuerySet.as_manager()

    class Meta:
        ordering = ("-due",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "act", "due"], name="scheduled_act_once")]
        indexes: ClassVar = [
            models.Index(fields=["due"], name="scheduled_act_failing", condition=models.Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.title}"

    @property
    def is_late(self) -> bool:
        """Whether it was done more than a minute after it was due."""
        return self.lateness is not None and self.lateness > LATE.total_seconds()

    def record(self, now: datetime, error: str = "") -> None:
        """Note that the act was done at `now`, or why it was not."""
        self.tried_at, self.error = now, error
        self.done_at = None if error else now
        self.lateness = None if error else (now - self.due).total_seconds()
        self.save()
