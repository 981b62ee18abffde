"""Going through the phases."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.rules import phases_of
from broadsheet.comments.phases.verdict import Phase, Verdict, Word


def judge(draft: Draft, phases: Sequence[Phase] | None = None) -> Verdict:
    """What `phases` (by default those of the paper's rules) make of `draft`.

    The first that refuses ends it; a pass that is final ends it too, but lets nothing through that was held before;
    else the first that holds counts.
    """
    trace = []
    decisive: Verdict | None = None
    for phase in phases_of(draft.rules.phases) if phases is None else phases:
        found = phase(draft)
        if found is None:
            continue
        trace.append({"phase": phase.name, "word": str(found.word), "code": found.code, "reason": found.reason})
        verdict = Verdict(found.word, phase.name, found.code, found.reason, found.told, trace)
        if found.word == Word.REFUSE:
            return verdict
        if found.final:
            return decisive or verdict
        if found.word == Word.HOLD:
            decisive = decisive or verdict
    return decisive or Verdict(Word.PASS, trace=trace)
