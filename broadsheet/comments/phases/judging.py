"""Going through the phases."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.comments.phases.closed import Closed
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.length import Length
from broadsheet.comments.phases.repeat import Repeat
from broadsheet.comments.phases.trap import Honeypot, TimeTrap
from broadsheet.comments.phases.verdict import Phase, Verdict, Word

PHASES: tuple[Phase, ...] = (Honeypot(), Closed(), Length(), TimeTrap(), Repeat())
"""The cheapest first: what asks the database stands behind what does not."""


def judge(draft: Draft, phases: Sequence[Phase] = PHASES) -> Verdict:
    """What `phases` make of `draft`: the first that refuses ends it, else the first that holds counts."""
    trace = []
    decisive: Verdict | None = None
    for phase in phases:
        found = phase(draft)
        if found is None:
            continue
        trace.append({"phase": phase.name, "word": str(found.word), "code": found.code, "reason": found.reason})
        verdict = Verdict(found.word, phase.name, found.code, found.reason, found.told, trace)
        if found.word == Word.REFUSE or found.final:
            return verdict
        if found.word == Word.HOLD:
            decisive = decisive or verdict
    return decisive or Verdict(Word.PASS, trace=trace)
