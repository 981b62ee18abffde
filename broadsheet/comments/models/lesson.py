"""What the sieve has learnt: how often each feature was seen in spam and in fair replies, and from which decisions."""

from __future__ import annotations

from django.db import models


class SieveCount(models.Model):
    """How many replies that were spam, and how many that were fair, had one feature.

    `feature` is a number made of the feature (`sieve.words.key`), so that no words lie here; two small numbers stand
    for other things (`sieve.learning`): how many replies were learnt from, and how often the sieve was right and
    wrong.
    """

    feature = models.BigIntegerField(primary_key=True)
    spam = models.IntegerField(default=0)
    fair = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.feature}: {self.spam} spam, {self.fair} fair"


class Lesson(models.Model):
    """What was learnt from one reply, so that it can be unlearnt when a decision is taken back."""

    reply = models.OneToOneField("broadsheet_comments.Reply", models.CASCADE, primary_key=True, related_name="lesson")
    spam = models.BooleanField()
    said = models.BooleanField(null=True, help_text="Whether the sieve would have held it; empty: it said nothing yet.")
    features = models.BinaryField(help_text="Numbers of eight bytes each.")

    def __str__(self) -> str:
        return f"{self.reply_id}: {'spam' if self.spam else 'fair'}"
