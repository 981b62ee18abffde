"""Who may not reply for a while, or ever."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BanKind(models.TextChoices):
    """By what somebody is known."""

    ADDRESS = "address", _("Internet address")
    EMAIL = "email", _("E-mail address")
    SUBNET = "subnet", _("Network")


class BanQuerySet(models.QuerySet["Ban"]):
    """Many bans."""

    def standing(self, now: datetime) -> BanQuerySet:
        """Those that hold at `now`."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now))


class Ban(models.Model):
    """One ban; `until` empty: for good."""

    kind = models.CharField(_("kind"), max_length=8, choices=BanKind)
    value = models.CharField(_("value"), max_length=254)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("since"), auto_now_add=True)

    objects: ClassVar[BanQuerySet] = BanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="ban_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"
