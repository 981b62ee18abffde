"""Whether the browser has worked for the reply."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments import proofs
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, number
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Proof(Optioned):
    """Holds what comes without a proof of work. Never refuses: a browser without JavaScript brings none."""

    name = "proof"
    title = gettext_lazy("Proof of work")
    help = gettext_lazy(
        "The browser works for about a second while the reader writes (altcha, on this server alone). Holds replies "
        "that come without: from programs, from browsers without JavaScript, and from papers without HTTPS, where "
        "browsers cannot do it."
    )
    replays = False
    on = False
    tries: int = number(150, 10, 2_000, gettext_lazy("Tries"), gettext_lazy("150 take a telephone about a second."))

    def __call__(self, draft: Draft) -> Finding | None:
        """Why it does not count; an edit is asked for none."""
        if draft.proof is None:
            return None
        worth = proofs.read(draft.proof, draft.now)
        reasons = {
            "none": _("It came without a proof of work."),
            "forged": _("Its proof of work was forged."),
            "old": _("Its proof of work was too old."),
            "spent": _("Its proof of work was used before."),
        }
        return Finding(Word.HOLD, f"proof-{worth}", reasons[worth]) if worth in reasons else None
