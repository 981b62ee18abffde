"""Letters that make themselves: which list, out of which section, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadsheet.newsletter.models.mailing_list import MailingList


class Rhythm(models.TextChoices):
    """On which days."""

    DAILY = "daily", _("Every day")
    WORKDAYS = "workdays", _("Monday to Friday")
    MONDAY = "0", _("Mondays")
    TUESDAY = "1", _("Tuesdays")
    WEDNESDAY = "2", _("Wednesdays")
    THURSDAY = "3", _("Thursdays")
    FRIDAY = "4", _("Fridays")
    SATURDAY = "5", _("Saturdays")
    SUNDAY = "6", _("Sundays")

    def falls_on(self, weekday: int) -> bool:
        """Whether it has this day of the week, Monday being 0."""
        return self == Rhythm.DAILY or (self == Rhythm.WORKDAYS and weekday < 5) or self.value == str(weekday)


class Digest(models.Model):
    """A rule by which letters are made, and sent unless somebody has to approve them."""

    mailing_list = models.ForeignKey(MailingList, models.CASCADE, related_name="digests", verbose_name=_("list"))
    subject = models.CharField(
        _("subject"), max_length=150, blank=True, help_text=_("Empty: the headline of the first story.")
    )
    intro = models.TextField(_("words of the newsroom"), blank=True, help_text=_("The same in each letter."))
    section = models.ForeignKey(
        "broadsheet_articles.Section",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
        help_text=_("With those below it; empty: the whole paper."),
    )
    most = models.PositiveSmallIntegerField(
        _("stories at most"), default=8, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    rhythm = models.CharField(_("days"), max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    at = models.TimeField(_("time"), help_text=_("In the newsroom's time zone."))
    needs_approval = models.BooleanField(
        _("an editor approves each letter"), default=True, help_text=_("Without: it is sent as it was made.")
    )
    is_on = models.BooleanField(_("switched on"), default=True)
    next_at = models.DateTimeField(_("next letter"), null=True, editable=False)
    said = models.CharField(_("what came of the last time"), max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ("mailing_list", "pk")
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return self.subject or f"{self.mailing_list} ({self.get_rhythm_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A time that is due and still fits stays due; one that is switched on again begins with the next."""
        if not self.is_on:
            self.next_at = None
        elif self.next_at is None or not self._fits(self.next_at):
            self.next_at = self.next_after(timezone.now())
        super().save(*args, **kwargs)

    def next_after(self, moment: datetime) -> datetime:
        """The first time of its rhythm after `moment`. An hour that a change of clocks leaves out comes one later."""
        today = timezone.localdate(moment)
        for ahead in range(9):
            day = today + timedelta(days=ahead)
            found = datetime.combine(day, self.at, timezone.get_default_timezone()).astimezone(UTC)
            if Rhythm(self.rhythm).falls_on(day.weekday()) and found > moment:
                return found
        raise AssertionError("every rhythm has a day within a week")

    def _fits(self, moment: datetime) -> bool:
        local = timezone.localtime(moment)
        return local.time() == self.at and Rhythm(self.rhythm).falls_on(local.weekday())
