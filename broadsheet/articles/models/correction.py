"""Corrections: what was wrong in a story, and what is right."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from broadsheet.edge.whole import whole


@whole
class Correction(Orderable):
    """What was wrong and what is right, with its date."""

    story = ParentalKey("broadsheet_articles.Story", on_delete=models.CASCADE, related_name="corrections")
    date = models.DateTimeField(_("date"), default=timezone.now, db_index=True)
    text = models.TextField(_("text"), help_text=_("What was wrong, and what is right."))

    panels: ClassVar = [FieldPanel("date"), FieldPanel("text")]

    class Meta:
        ordering = ("-date", "-pk")
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.text
