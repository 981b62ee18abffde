"""The links of a letter that are counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.newsletter.models.letter import Letter


class LetterLink(models.Model):
    """Where a link of a letter leads, and how often it was followed by anybody."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="links", db_index=False)
    place = models.PositiveSmallIntegerField()
    url = models.TextField()
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("letter", "place")
        verbose_name = _("link of a letter")
        verbose_name_plural = _("links of letters")
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "place"], name="newsletter_link_place")]

    def __str__(self) -> str:
        return self.url
