"""The same text again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.models import State
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, number
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Repeat(Optioned):
    """Refuses a text that the same person, address or network has posted lately, below this story or another.

    What was sent twice to the same place is no repeat but the same reply: `posting.post` finds it.
    """

    name = "repeat"
    title = gettext_lazy("The same text again")
    help = gettext_lazy("Refuses a text that came from the same e-mail address, internet address or network before.")
    hours: int = number(24, 1, 24, gettext_lazy("Hours"), gettext_lazy("How far back texts are compared."))

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal that says so."""
        since = draft.now - timedelta(hours=self.hours)
        here = (draft.story.pk, draft.parent.pk if draft.parent else None)
        for one in draft.known.earlier:
            elsewhere = (one.story_id, one.parent_id) != here
            if one.same and elsewhere and one.at > since and one.state != State.DELETED:
                return Finding(Word.REFUSE, "repeat", _("You have posted the same text before."), told=True)
        return None
