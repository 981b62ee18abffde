"""What a moderator sees beside a reply: the thread, and what else the same person wrote."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from broadsheet.comments.models import Decision, Reply, State
from broadsheet.comments.phases.rules import KINDS

LOOKED_AT = 60
SHOWN = 5
ANSWERS = 3


@dataclass(frozen=True)
class History:
    """What the same e-mail address has posted: how the last `LOOKED_AT` ended, and the newest other ones."""

    tally: list[tuple[str, int]] = field(default_factory=list)
    newest: list[Reply] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True)
class Around:
    """A reply with all that speaks for and against it."""

    reply: Reply
    above: list[Reply]
    answers: list[Reply]
    history: History
    decisions: list[Decision]
    trace: list[dict[str, Any]]


def around(reply: Reply) -> Around:
    """What stands around `reply`, by 4 queries at most, however long its thread and however busy its writer."""
    above = {one.pk: one for one in Reply.objects.filter(id__in={reply.root_id, reply.parent_id} - {None})}
    thread = [above[pk] for pk in dict.fromkeys((reply.root_id, reply.parent_id)) if pk in above]
    answers = list(Reply.objects.filter(parent=reply).order_by("pk")[:ANSWERS])
    decisions = list(reply.decisions.select_related("user")[:20])
    return Around(reply, thread, answers, history_of(reply), decisions, [_named(one) for one in reply.trace])


def history_of(reply: Reply) -> History:
    """What else whoever wrote `reply` has posted, by 1 query of so many rows."""
    if not reply.email:
        return History()
    others = Reply.objects.of(reply.email).exclude(pk=reply.pk).order_by("-posted_at").select_related("story")
    rows = list(others.defer("trace", "story__body")[:LOOKED_AT])
    counts = Counter(row.state for row in rows)
    tally = [(str(State(state).label), counts[state]) for state in State.values if counts[state]]
    return History(tally, rows[:SHOWN], len(rows) == LOOKED_AT)


def _named(found: dict[str, Any]) -> dict[str, Any]:
    """An entry of the trace with the phase's title."""
    kind = KINDS.get(str(found.get("phase")))
    return {**found, "title": kind.title if kind else found.get("phase")}
