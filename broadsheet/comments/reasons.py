"""Why a moderator refuses a reply: a short list of codes, so that decisions can be counted and told to the writer.

The kinds follow article 17 of the EU's Digital Services Act (Regulation 2022/2065): a statement of reasons says
whether a decision rests on the law or on the house rules, and which of them.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """The house rules that a reply can break, and the law."""

    INSULT = "insult", _("Insults or harasses somebody")
    HATE = "hate", _("Hatred or contempt of a group")
    THREAT = "threat", _("Threatens, or calls for violence")
    PRIVACY = "privacy", _("Tells private things about somebody")
    CLAIM = "claim", _("Claims about somebody without proof")
    ADVERT = "advert", _("Advertising")
    TOPIC = "topic", _("Has nothing to do with the story")
    REPEATS = "repeats", _("Says the same again and again")
    UNREADABLE = "unreadable", _("Cannot be read")
    LAW = "law", _("Against the law")
    OTHER = "other", _("Another reason (say which)")


def words_of(code: str, added: str = "") -> str:
    """The reason in words, with what the moderator added."""
    label = str(Reason(code).label) if code in Reason.values else ""
    if code == Reason.OTHER and added:
        return added
    return f"{label}: {added}" if label and added else label or added
