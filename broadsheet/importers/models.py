"""What was imported from where, so that nothing is imported twice."""

from __future__ import annotations

from django.db import models


class ImportedPage(models.Model):
    """A page that became a story. `source` is its address, or its headline where it has none."""

    source = models.CharField(max_length=2000, unique=True)
    fingerprint = models.CharField(max_length=64)
    story = models.ForeignKey("broadsheet_articles.Story", models.CASCADE, related_name="+")
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.source
