"""What the publisher sets for replies in the whole paper."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from broadsheet.edge.whole import whole


class Order(models.TextChoices):
    """The order in which readers find threads."""

    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")
    TOP = "top", _("Most liked first")


class Confirm(models.TextChoices):
    """When a reader must confirm an e-mail address before a reply goes on its way."""

    OFF = "off", _("Never")
    FIRST = "first", _("With the first reply from an address")
    ALWAYS = "always", _("With every reply")


def _number(name: object, least: int, most: int, default: int, words: object) -> models.PositiveIntegerField:
    validators = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveIntegerField(name, default=default, validators=validators, help_text=words)  # type: ignore[arg-type]


@register_setting(icon="comment")
@whole
class RepliesSettings(ClusterableModel, BaseGenericSetting):
    """How readers may reply: one row for the paper; without a row these defaults hold."""

    on = models.BooleanField(_("readers may reply"), default=True, help_text=_("Off: no story shows replies."))
    closed_sections = ParentalManyToManyField(
        "broadsheet_articles.Section",
        blank=True,
        related_name="+",
        verbose_name=_("sections without replies"),
        help_text=_("Stories right below these sections show none."),
    )
    order = models.CharField(_("order"), max_length=6, choices=Order, default=Order.OLDEST)
    depth = _number(_("levels"), 0, 9, 4, _("How deep answers are indented; deeper ones stay at that level."))
    page_size = _number(_("replies on a page"), 5, 100, 40, _("Further ones are on pages of their own."))
    closes_after = _number(_("closed after days"), 0, 3650, 0, _("Days since publication; 0: never closed."))
    confirm = models.CharField(_("confirm addresses"), max_length=6, choices=Confirm, default=Confirm.OFF)
    website = models.BooleanField(_("ask for a website"), default=False)
    notices = models.BooleanField(_("offer notices of answers by e-mail"), default=True)
    edit_minutes = _number(_("minutes to edit"), 0, 1440, 15, _("How long readers may change their replies; 0: not."))
    reports_hold = _number(_("reports that hold"), 0, 100, 3, _("So many reports hold a reply; 0: they only tell."))
    keep_days = _number(_("days to keep addresses"), 0, 3650, 30, _("Internet addresses of readers; 0: for ever."))
    keep_hash = models.BooleanField(
        _("keep a hash instead"),
        default=False,
        help_text=_("Then an address is replaced by a keyed hash, not removed."),
    )

    phases = models.JSONField(default=list, editable=False)
    """The pipeline as it is set (`phases.rules`)."""

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("on"),
                FieldPanel("closed_sections", widget=forms.CheckboxSelectMultiple),
                FieldPanel("closes_after"),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [FieldPanel("order"), FieldPanel("depth"), FieldPanel("page_size")], heading=_("How threads look")
        ),
        MultiFieldPanel(
            [FieldPanel("website"), FieldPanel("confirm"), FieldPanel("notices")], heading=_("What readers are asked")
        ),
        MultiFieldPanel([FieldPanel("edit_minutes"), FieldPanel("reports_hold")], heading=_("What readers may do")),
        MultiFieldPanel([FieldPanel("keep_days"), FieldPanel("keep_hash")], heading=_("What is kept")),
    ]

    class Meta:
        verbose_name = _("replies")
        verbose_name_plural = _("replies")

    def __str__(self) -> str:
        return str(_("Replies"))

    @classmethod
    def now(cls) -> RepliesSettings:
        """The settings as they are, by one query; nothing is written where nobody has set anything."""
        return cls.objects.order_by("pk").first() or cls()
