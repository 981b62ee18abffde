"""Paths of deleted pages that had been public."""

from __future__ import annotations

from django.db import models


class GonePage(models.Model):
    """The path of a page that was public and was deleted (an unpublished page still has a row of its own)."""

    url_path = models.CharField(max_length=2000, unique=True)
    gone_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.url_path
