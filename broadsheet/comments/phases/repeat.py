"""The same text again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from broadsheet.comments.models import State
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.verdict import Finding, Word


class Repeat:
    """Refuses a text that the same person or address has posted within a day, below this story or another.

    What was sent twice to the same place is no repeat but the same reply: `posting.post` finds it.
    """

    name = "repeat"

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal that says so."""
        text = draft.text.casefold()
        for one in draft.recent:
            same_place = one.story_id == draft.story.pk and one.parent_id == (draft.parent.pk if draft.parent else None)
            if not same_place and one.state != State.DELETED and one.text.casefold() == text:
                return Finding(Word.REFUSE, "repeat", _("You have posted the same text before."), told=True)
        return None
