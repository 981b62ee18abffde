"""Generations of tags: when what a tag stands for has changed last."""

from __future__ import annotations

from django.db import models


class Generation(models.Model):
    """The number of the last commit that changed what `tag` stands for.

    Numbers grow with each commit that bumps a tag and are never given twice, so a page that was pressed after number n
    was read is exact while none of its tags has a number above n.
    """

    tag = models.CharField(max_length=190, primary_key=True)
    number = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tag}@{self.number}"
