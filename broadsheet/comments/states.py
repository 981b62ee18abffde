"""The only way in which a reply becomes public, or stops being so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from broadsheet.comments import counting, tags
from broadsheet.comments.models.decision import Decision
from broadsheet.comments.models.reply import Reply, State
from broadsheet.edge.tags import bump

if TYPE_CHECKING:
    from broadsheet.accounts.models import User

REASON = 400
WRITTEN = ("state", "phase", "code", "reason", "approved_at", "waits_since")


class Why(TypedDict, total=False):
    """Why and when a reply becomes something else: the phase that decides, its code, words for moderators."""

    phase: str
    code: str
    reason: str
    at: datetime | None


@transaction.atomic
def become(reply: Reply, state: State, by: User | None = None, **why: Unpack[Why]) -> bool:
    """Let `reply` be `state` from now on, decided by a user or a phase; false, with nothing done, where it is already.

    One transaction locks and writes the row, moves the counts by difference, records the decision and bumps what
    readers see of it. `reply` has the row's new values afterwards. Raises Reply.DoesNotExist where it is gone.
    """
    row = locked(reply)
    if not turn(row, state, by, **why):
        return False
    for name in WRITTEN:
        setattr(reply, name, getattr(row, name))
    return True


def turn(
    row: Reply,
    state: State,
    by: User | None = None,
    *,
    phase: str = "",
    code: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> bool:
    """What `become` does, to a row that the running transaction has locked."""
    was, now = row.state, at or timezone.now()
    if was == state:
        return False
    row.state, row.phase, row.code, row.reason = state, phase or ("staff" if by else ""), code, reason[:REASON]
    first = state == State.APPROVED and row.approved_at is None
    if first:
        row.approved_at = now
    row.waits_since = now if state == State.HELD else None
    row.save(update_fields=WRITTEN)
    counting.moved(row.story_id, was, state)
    decided(row, str(state), by, was=was, phase=phase, code=code, reason=reason, at=now)
    if State.APPROVED in (was, state):
        shown_otherwise(row)
    if first:
        from broadsheet.comments.letters import became_public

        became_public(row)
    return True


def locked(reply: Reply) -> Reply:
    """The row of `reply` as it is now, locked for this transaction; raises Reply.DoesNotExist where it is gone."""
    return Reply.objects.select_for_update(of=("self",), no_key=True).get(pk=reply.pk)


def shown_otherwise(reply: Reply) -> None:
    """Bump what shows a reply that is public, was so, or becomes so."""
    bump(tags.replies(reply.story_id), tags.REPLIES)


def decided(
    reply: Reply,
    act: str,
    by: User | None = None,
    *,
    was: str = "",
    phase: str = "",
    code: str = "",
    reason: str = "",
    before: str = "",
    after: str = "",
    at: datetime | None = None,
) -> Decision:
    """Record an act on `reply`."""
    return Decision.objects.create(
        reply=reply,
        at=at or timezone.now(),
        user=by,
        phase=phase,
        act=act,
        was=was,
        code=code,
        reason=reason[:REASON],
        before=before,
        after=after,
    )
