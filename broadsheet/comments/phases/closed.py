"""Where nobody may reply."""

from __future__ import annotations

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.verdict import Finding, Word


class Closed:
    """Refuses what comes in below a story, in a section or in a paper that takes no replies."""

    name = "closed"

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal that says why."""
        closure = draft.place.closure(draft.now)
        return Finding(Word.REFUSE, f"closed-{closure.code}", closure.reason, told=True) if closure else None
