"""Which stories go with which: what the engine found, and what editors say."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.articles.models import Story


class Kind(models.IntegerChoices):
    """Who says so; in the order in which readers see them."""

    PINNED = 0, _("Pinned")
    NEAR = 1, _("Found")
    EXCLUDED = 2, _("Left out")


class Link(models.Model):
    """`other` goes with `story`, or by an editor's word does not; `place` orders those of one kind."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    other = models.ForeignKey(Story, models.CASCADE, related_name="linked_from")
    kind = models.SmallIntegerField(choices=Kind)
    place = models.SmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["story", "other"], name="related_once"),
            models.CheckConstraint(condition=~models.Q(story=models.F("other")), name="related_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.other_id} ({self.get_kind_display()})"
