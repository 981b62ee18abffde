"""Replies that say nothing, and replies without end."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.models.reply import LONGEST_TEXT
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, number
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Length(Optioned):
    """Refuses what is shorter or longer than readers' replies are."""

    name = "length"
    title = gettext_lazy("Length")
    help = gettext_lazy("Refuses replies that are empty, too short or too long, and tells the reader by how much.")
    always = True
    least: int = number(2, 1, 1000, gettext_lazy("Characters at least"))
    most: int = number(6_000, 100, LONGEST_TEXT, gettext_lazy("Characters at most"))

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal that says by how much."""
        length = len(draft.text)
        if length < self.least:
            return Finding(Word.REFUSE, "too-short", _("The reply is empty or too short."), told=True)
        if length > self.most:
            words = _("The reply has %(length)s characters; %(most)s are the most.")
            return Finding(Word.REFUSE, "too-long", words % {"length": length, "most": self.most}, told=True)
        return None
