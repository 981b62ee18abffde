"""What looks like that which this newsroom called spam before."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, number
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Sieve(Optioned):
    """Holds what the newsroom's own decisions say is spam, once enough of them were right."""

    name = "sieve"
    title = gettext_lazy("The sieve")
    help = gettext_lazy(
        "Learns from what moderators approve and what they call spam here, and holds what looks like spam by its "
        "words. It says nothing before it has seen 40 of each, and acts only while at least 95 in 100 of its "
        "guesses, and at least 10, were right. Nothing leaves the server, and it keeps numbers, no words."
    )
    score: int = number(
        90,
        60,
        100,
        gettext_lazy("Likeness that holds"),
        gettext_lazy("In per cent; lower holds more, and more wrongly."),
    )

    def __call__(self, draft: Draft) -> Finding | None:
        """A hold that names the words."""
        standing, judgement = draft.likeness
        if not standing.is_trusted or judgement.score * 100 < self.score:
            return None
        words = _("%(score)d per cent like what was spam here before: %(words)s.")
        reason = words % {"score": round(judgement.score * 100), "words": judgement.words()}
        return Finding(Word.HOLD, "sieve", reason)
