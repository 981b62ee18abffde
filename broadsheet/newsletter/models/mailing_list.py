"""Lists that readers can choose: Daily, Breaking, a section's own."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from broadsheet.edge.whole import whole

TAKEN = ("confirm", "preferences", "unsubscribe", "returned", "opened", "to")
"""Words that stand in the place of a list's address below /newsletter/."""


class MailingListQuerySet(models.QuerySet["MailingList"]):
    """Many lists."""

    def offered(self) -> MailingListQuerySet:
        """Those that readers may choose, in their order."""
        return self.filter(is_open=True)


@whole
class MailingList(models.Model):
    """One list. A closed one takes nobody in, but still goes to those who are on it."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), unique=True, help_text=_("Its place below /newsletter/."))
    about = models.CharField(
        _("about"), max_length=200, blank=True, help_text=_("What it brings and how often, for readers.")
    )
    is_open = models.BooleanField(_("readers may sign up"), default=True)
    is_chosen = models.BooleanField(
        _("chosen from the beginning"), default=True, help_text=_("What the short form on every page asks for.")
    )
    is_breaking = models.BooleanField(
        _("for breaking news"), default=False, help_text=_("Stories can be sent to it from their editor at once.")
    )
    is_archived = models.BooleanField(
        _("letters can be read on the site"),
        default=True,
        help_text=_("For everybody, below the list’s address, and by a link in each letter."),
    )
    counts = models.BooleanField(
        _("openings and clicks are counted"),
        default=False,
        help_text=_("As sums of a letter, never of a reader. Subscribers are told so."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects: ClassVar[MailingListQuerySet] = MailingListQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("sort_order", "pk")
        verbose_name = _("mailing list")
        verbose_name_plural = _("mailing lists")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where its letters can be read."""
        return reverse("newsletter-list", args=[self.slug])

    def clean(self) -> None:
        """Raises ValidationError for an address that leads elsewhere."""
        if self.slug in TAKEN:
            raise ValidationError({"slug": _("This address is taken: choose another one.")})
