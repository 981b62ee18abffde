"""What tells a machine from a reader without asking the reader anything."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, number
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Honeypot(Optioned):
    """Refuses what fills in a field that no reader sees."""

    name = "honeypot"
    title = gettext_lazy("Hidden field")
    help = gettext_lazy(
        "Refuses replies in which a field is filled in that no reader sees: programs fill in everything."
    )
    replays = False

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal whose reason only the newsroom reads."""
        return Finding(Word.REFUSE, "honeypot", _("A hidden field was filled in.")) if draft.trap else None


@dataclass(frozen=True)
class TimeTrap(Optioned):
    """Holds what was sent sooner than anybody writes, or with a stamp that is not ours.

    No stamp at all is what a browser without JavaScript sends, and says nothing.
    """

    name = "time"
    title = gettext_lazy("Sent too fast")
    help = gettext_lazy("Holds replies that were sent sooner after their form was opened than anybody writes.")
    replays = False
    seconds: int = number(3, 1, 60, gettext_lazy("Seconds"), gettext_lazy("What is sent sooner is held."))

    def __call__(self, draft: Draft) -> Finding | None:
        """A reason to look closer."""
        if draft.stamp == "forged":
            return Finding(Word.HOLD, "forged-stamp", _("The form's stamp of time was forged."))
        if draft.age is not None and draft.age < self.seconds:
            words = _("Sent %(seconds).1f seconds after the form was opened.") % {"seconds": draft.age}
            return Finding(Word.HOLD, "too-fast", words)
        return None
