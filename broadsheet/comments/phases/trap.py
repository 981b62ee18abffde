"""What tells a machine from a reader without asking the reader anything."""

from __future__ import annotations

from django.utils.translation import gettext as _

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.verdict import Finding, Word

LEAST_SECONDS = 3.0


class Honeypot:
    """Refuses what fills in a field that no reader sees."""

    name = "honeypot"

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal whose reason only the newsroom reads."""
        return Finding(Word.REFUSE, "honeypot", _("A hidden field was filled in.")) if draft.trap else None


class TimeTrap:
    """Holds what was sent sooner than anybody writes, or with a stamp that is not ours.

    No stamp at all is what a browser without JavaScript sends, and says nothing.
    """

    name = "time"

    def __call__(self, draft: Draft) -> Finding | None:
        """A reason to look closer."""
        if draft.stamp == "forged":
            return Finding(Word.HOLD, "forged-stamp", _("The form's stamp of time was forged."))
        if draft.age is not None and draft.age < LEAST_SECONDS:
            words = _("Sent %(seconds).1f seconds after the form was opened.") % {"seconds": draft.age}
            return Finding(Word.HOLD, "too-fast", words)
        return None
