"""Replies that say nothing, and replies without end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.verdict import Finding, Word

LEAST = 2
MOST = 6_000


class Length:
    """Refuses what is shorter than `LEAST` or longer than `MOST` characters."""

    name = "length"

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal that says by how much."""
        length = len(draft.text)
        if length < LEAST:
            return Finding(Word.REFUSE, "too-short", _("The reply is empty or too short."), told=True)
        if length > MOST:
            words = _("The reply has %(length)s characters; %(most)s are the most.") % {"length": length, "most": MOST}
            return Finding(Word.REFUSE, "too-long", words, told=True)
        return None
