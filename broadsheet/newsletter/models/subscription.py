"""Who is on which list, since when, and by what consent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.newsletter.models.mailing_list import MailingList
from broadsheet.newsletter.models.subscriber import Subscriber


class Source(models.TextChoices):
    """Where the consent was given."""

    FORM = "form", _("The form of the paper, confirmed by mail")
    PREFERENCES = "preferences", _("The page of preferences")
    IMPORT = "import", _("An import")


class Ending(models.TextChoices):
    """How a subscription ended."""

    NONE = "", _("It goes on")
    PAGE = "page", _("On the page of a letter's link")
    CLICK = "click", _("By one click in the mail program")
    PREFERENCES = "preferences", _("On the page of preferences")


class Subscription(models.Model):
    """One subscriber's wish for one list; it stays when it has ended, as the record of both."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    mailing_list = models.ForeignKey(MailingList, models.CASCADE, related_name="subscriptions")
    is_on = models.BooleanField(_("wants it"), default=True)
    since = models.DateTimeField(_("since"))
    source = models.CharField(_("consent"), max_length=12, choices=Source)
    source_note = models.CharField(_("where exactly"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ending = models.CharField(_("how it ended"), max_length=12, choices=Ending, default=Ending.NONE, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "mailing_list"], name="newsletter_once_a_list")
        ]
        indexes: ClassVar = [models.Index(fields=["mailing_list", "is_on", "id"], name="newsletter_on")]

    def __str__(self) -> str:
        return f"{self.mailing_list_id} of subscriber {self.subscriber_id}"
