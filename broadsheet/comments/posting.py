"""A reply comes in: judged, then kept by one insert; sent twice it is still one reply."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from broadsheet.comments import counting, letters, paths, phases
from broadsheet.comments.models import Confirm, Reply, State
from broadsheet.comments.phases import Draft, Verdict, Word
from broadsheet.comments.states import REASON, shown_otherwise


@dataclass(frozen=True)
class Outcome:
    """What became of a draft: the reply as it is kept, None where it was refused; `again` where it was kept before."""

    verdict: Verdict
    reply: Reply | None = None
    again: bool = False


def post(draft: Draft) -> Outcome:
    """Judge `draft` and keep it, in one transaction, unless it is refused.

    The same person with the same words at the same place is the same reply, however often it is sent.
    """
    verdict = phases.judge(draft)
    if verdict.word == Word.REFUSE:
        return Outcome(verdict)
    reply = _reply(draft, verdict)
    try:
        with transaction.atomic():
            reply.waits_since = timezone.now() if reply.state == State.HELD else None
            reply.save(force_insert=True)
            counting.moved(reply.story_id, "", reply.state)
            if reply.is_public:
                shown_otherwise(reply)
            letters.came_in(reply)
    except IntegrityError:
        known = Reply.objects.filter(story=reply.story_id, token=reply.token).first()
        if known is None:
            raise
        return Outcome(verdict, known, again=True)
    return Outcome(verdict, reply)


def token(email: str, parent_id: int | None, text: str) -> str:
    """What makes a reply to a story the same reply."""
    return sha256("\0".join([email, str(parent_id or ""), text]).encode()).hexdigest()[:32]


def _reply(draft: Draft, verdict: Verdict) -> Reply:
    parent = draft.parent
    path = paths.path(parent.path if parent else "", draft.now)
    state = _state(draft, verdict)
    return Reply(
        story=draft.story,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        path=path,
        thread=path[: paths.COMPONENT],
        state=state,
        phase=verdict.phase,
        code=verdict.code,
        reason=verdict.reason[:REASON],
        trace=verdict.trace,
        name=draft.name,
        email=draft.email,
        website=draft.website,
        text=draft.text,
        posted_at=draft.now,
        approved_at=draft.now if state == State.APPROVED else None,
        ip=draft.ip or None,
        subnet=draft.subnet,
        agent=draft.agent[:200],
        user=draft.user,
        role=draft.role,
        by_author=draft.by_author,
        token=token(draft.email, parent.pk if parent else None, draft.text),
        notify=draft.notify,
    )


def _state(draft: Draft, verdict: Verdict) -> State:
    if draft.user is None and _must_confirm(draft):
        return State.UNCONFIRMED
    return State.HELD if verdict.word == Word.HOLD else State.APPROVED


def _must_confirm(draft: Draft) -> bool:
    if draft.rules.confirm != Confirm.FIRST:
        return draft.rules.confirm == Confirm.ALWAYS
    return not draft.known.is_confirmed
