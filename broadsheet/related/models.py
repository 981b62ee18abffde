"""Which stories go with which, by the engine and by editors; how often stories are read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.articles.models import Section, Story


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


class Reading(models.Model):
    """So many openings of a story's page at about one time, by readers who came from one host ("": nobody said)."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="readings")
    at = models.DateTimeField(db_index=True)
    host = models.CharField(max_length=100, blank=True)
    count = models.PositiveIntegerField()
    is_hour = models.BooleanField(default=False)
    """Stands for the hour that begins `at`; it is forgotten where its readers came from."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return f"{self.story_id}: {self.count}"


class MostRead(models.Model):
    """The stories of which a section (None: the whole paper) shows that they are the most read."""

    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    place = models.SmallIntegerField()
    story = models.ForeignKey(Story, models.CASCADE, related_name="most_read")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("most read story")
        verbose_name_plural = _("most read stories")

    def __str__(self) -> str:
        return f"{self.section_id} {self.place}: {self.story_id}"
