"""Filters of the queue that a moderator keeps under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """One filter: its name, and the query of the queue's address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="filter_once")]
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
