"""Where nobody may reply."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Closed(Optioned):
    """Refuses what comes in below a story, in a section or in a paper that takes no replies."""

    name = "closed"
    title = gettext_lazy("Closed")
    help = gettext_lazy("Refuses replies where the paper, the section, the story or its age allows none.")
    replays = False
    always = True

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal that says why."""
        closure = draft.place.closure(draft.now)
        return Finding(Word.REFUSE, f"closed-{closure.code}", closure.reason, told=True) if closure else None
