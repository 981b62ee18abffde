"""Changing what a reply says, with a trace."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from broadsheet.comments import phases
from broadsheet.comments.models import RepliesSettings, Reply, State
from broadsheet.comments.phases import Draft, Verdict, Word
from broadsheet.comments.places import Place
from broadsheet.comments.states import decided, locked, shown_otherwise

if TYPE_CHECKING:
    from broadsheet.accounts.models import User

CHANGEABLE = (State.UNCONFIRMED, State.HELD, State.APPROVED)


def may_edit(reply: Reply, rules: RepliesSettings, now: datetime) -> bool:
    """Whether its writer may still change it."""
    return reply.state in CHANGEABLE and now < reply.posted_at + timedelta(minutes=rules.edit_minutes)


def may_delete(reply: Reply) -> bool:
    """Whether its writer may take it back."""
    return reply.state in CHANGEABLE


@transaction.atomic
def edit(reply: Reply, text: str, by: User | None = None, *, reason: str = "") -> None:
    """Let `reply` say `text` (clean) from now on; what it said before stays in the record of decisions."""
    row = locked(reply)
    if row.text == text:
        return
    before, row.text, row.edited_at = row.text, text, timezone.now()
    row.save(update_fields=["text", "edited_at"])
    decided(row, "edited", by, was=row.state, reason=reason, before=before, after=text, at=row.edited_at)
    if row.is_public:
        shown_otherwise(row)
    reply.text, reply.edited_at = row.text, row.edited_at


@transaction.atomic
def edit_by_writer(reply: Reply, text: str) -> Verdict:
    """What the phases make of `text` in place of what `reply` says; it is changed unless they refuse.

    What was public and would be held now is held.
    """
    place = Place.below(reply.story)
    verdict = phases.judge(
        Draft(place, reply.name, reply.email, text, reply.parent, ip=reply.ip or "", subnet=reply.subnet)
    )
    if verdict.word == Word.REFUSE:
        return verdict
    edit(reply, text)
    if verdict.word == Word.HOLD and reply.is_public:
        reply.become(State.HELD, phase=verdict.phase, code=verdict.code, reason=verdict.reason)
    return verdict


def delete_by_writer(reply: Reply) -> bool:
    """Take `reply` back; answers to it stay below a line that says so."""
    return may_delete(reply) and reply.become(State.DELETED, code="by-writer", reason="Deleted by its writer.")
