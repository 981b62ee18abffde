"""People who have confirmed an e-mail address, and those addresses that get nothing any more."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """Why an address gets no letter at all, whatever it is subscribed to."""

    NONE = "", _("It gets letters")
    BOUNCED = "bounced", _("Letters came back")
    COMPLAINED = "complained", _("Its owner called a letter spam")
    STAFF = "staff", _("The newsroom has blocked it")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Many subscribers."""

    def of(self, email: str) -> SubscriberQuerySet:
        """The one with this address, in any capitals; none for ""."""
        return self.filter(email=email.strip().lower()) if email.strip() else self.none()


class Subscriber(models.Model):
    """One address. It is here since somebody who reads its mails has said so, or an import has, with its source."""

    email = models.EmailField(_("e-mail"), unique=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    """None where it is here only because it is blocked."""
    refusal = models.CharField(_("gets no letters"), max_length=10, choices=Refusal, default=Refusal.NONE, blank=True)
    refused_at = models.DateTimeField(_("since"), null=True)
    score = models.FloatField(_("score of what came back"), default=0)
    scored_on = models.DateField(_("last scored"), null=True)

    objects: ClassVar[SubscriberQuerySet] = SubscriberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        """By number: whatever is printed may end in a log, where no address belongs."""
        return f"subscriber {self.pk}"
