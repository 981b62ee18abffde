"""The ledger: one row for each candidate of a letter. Rows are never deleted, so that the sums hold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.newsletter.models.letter import Letter
from broadsheet.newsletter.models.subscriber import Subscriber


class DeliveryState(models.TextChoices):
    """What has become of one message."""

    PREPARED = "prepared", _("To be sent")
    CLAIMED = "claimed", _("In a sender's hands")
    HANDED = "handed", _("Handed over to a mail server")
    DEFERRED = "deferred", _("To be tried again later")
    FAILED = "failed", _("Refused for good")
    EXCLUDED = "excluded", _("Not sent, for a reason")


OPEN = (DeliveryState.PREPARED, DeliveryState.CLAIMED, DeliveryState.DEFERRED)
"""While a row is in one of these, its letter is not finished."""


class Exclusion(models.TextChoices):
    """Why a candidate got no message, besides `Refusal`."""

    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed before it was sent")
    ERASED = "erased", _("Erased before it was sent")
    CANCELLED = "cancelled", _("The letter was cancelled")
    TOLD = "told", _("Gets the note with another list")


class Returned(models.TextChoices):
    """What came back of a message that was handed over."""

    NOTHING = "", _("Nothing came back")
    HARD = "hard", _("Came back: there is no such address")
    SOFT = "soft", _("Came back for another reason")
    REFUSED = "refused", _("Came back: the receiver does not like the letter or our server")
    COMPLAINT = "complaint", _("Its reader called it spam")


class Sender(models.Model):
    """A process that sends; rows in its hands are its alone until it is known to be dead."""

    place = models.CharField(max_length=200)
    """The machine and the home: one process sends there at a time, which a lock on a file decides."""
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sender")
        verbose_name_plural = _("senders")

    def __str__(self) -> str:
        return f"sender {self.pk}"


class Bucket(models.Model):
    """How many messages a mail server may be given just now, by all senders together."""

    server = models.CharField(max_length=255, unique=True)
    tokens = models.FloatField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("token bucket")
        verbose_name_plural = _("token buckets")

    def __str__(self) -> str:
        return self.server


class Delivery(models.Model):
    """One message of a letter to one subscriber."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True, related_name="deliveries")
    state = models.CharField(max_length=8, choices=DeliveryState)
    reason = models.CharField(max_length=200, blank=True)
    sender = models.BigIntegerField(null=True)
    """The `Sender` that has it in hand. A number alone: to forget a sender must not mean to walk the whole ledger."""
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    """How often it was in somebody's hands when they died: so often it may have come twice."""
    at = models.DateTimeField(null=True)
    """When its state last changed; of a deferred one, when to try again."""
    returned = models.CharField(max_length=9, choices=Returned, default=Returned.NOTHING, blank=True, db_default="")
    """Beside the state: what was handed over stays so, whatever comes back."""

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "subscriber"], name="newsletter_once_a_letter")
        ]
        indexes: ClassVar = [
            models.Index(fields=["letter", "state", "id"], name="newsletter_ledger"),
            models.Index(fields=["letter", "returned"], name="newsletter_returned", condition=~models.Q(returned="")),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} to subscriber {self.subscriber_id}: {self.state}"
