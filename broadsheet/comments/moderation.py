"""What moderators do with replies: one at a time or many, each with a trace, all of it to be undone.

A moderator acts on what the screen showed. So every act says in which state it saw a reply; where a colleague was
faster, nothing is done to that reply and the moderator is told who did what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.comments import corrections, counting
from broadsheet.comments.models import Act, ActKind, Decision, Lesson, Reply, State
from broadsheet.comments.reasons import words_of
from broadsheet.comments.sieve import learning
from broadsheet.comments.states import decided, locked, shown_otherwise, turn

BECOMES = {
    ActKind.APPROVE: State.APPROVED,
    ActKind.REFUSE: State.REFUSED,
    ActKind.SPAM: State.SPAM,
    ActKind.HOLD: State.HELD,
}
FEATURES = {ActKind.FEATURE: True, ActKind.UNFEATURE: False}
GONE = (State.DELETED,)
"""What its writer took back is nobody else's to publish."""


class ModerationError(Exception):
    """An act that cannot be done; the text says why and what to do instead."""


@dataclass(frozen=True)
class Missed:
    """A reply on which nothing was done, since it was no longer what the moderator had seen."""

    reply: Reply
    last: Decision | None


@dataclass(frozen=True)
class Outcome:
    """What came of an act: the act itself (None where nothing was done), and the replies that it missed."""

    act: Act | None
    missed: list[Missed] = field(default_factory=list)


@transaction.atomic
def act(
    kind: ActKind, seen: Mapping[int, str], by: User, *, code: str = "", words: str = "", via: str = "desk"
) -> Outcome:
    """Do `kind` to the replies whose numbers `seen` holds, each with the state that the moderator saw.

    Raises ModerationError for a refusal without a reason. Replies that are gone are passed over.
    """
    if kind == ActKind.REFUSE and not words_of(code, words):
        raise ModerationError(_("A reply is refused for a reason: choose one of the list, or write your own."))
    before, missed = [], []
    corrects = kind in (ActKind.APPROVE, ActKind.SPAM) and bool(corrections.key())
    for reply in _rows(seen):
        if reply.state != seen[reply.pk] or reply.state in GONE:
            missed.append(Missed(reply, reply.decisions.select_related("user").first()))
            continue
        was = _state_of(reply)
        if _do(kind, reply, by, code, words, via):
            before.append(was)
            if corrects:
                corrections.decided(reply, kind)
    return Outcome(_record(kind, before, by), missed)


def _rows(numbers: Iterable[int]) -> list[Reply]:
    """The rows, locked, and the counts that may change with them."""
    rows = Reply.objects.filter(id__in=list(numbers)).locked()
    counting.hold(row.story_id for row in rows)
    return rows


def _state_of(reply: Reply) -> dict[str, Any]:
    lesson = Lesson.objects.filter(reply_id=reply.pk).values_list("spam", flat=True).first()
    kept = {name: getattr(reply, name) for name in ("state", "phase", "code", "reason", "featured")}
    return {"reply": reply.pk, **kept, "lesson": lesson}


def _record(kind: ActKind, before: Sequence[Mapping[str, Any]], by: User) -> Act | None:
    if not before:
        return None
    return Act.objects.create(user=by, at=timezone.now(), kind=kind, before=list(before), count=len(before))


def _do(kind: ActKind, reply: Reply, by: User, code: str, words: str, via: str) -> bool:
    """Whether anything changed."""
    if kind in FEATURES:
        return _feature(reply, FEATURES[kind], by)
    reason = words_of(code, words)
    if not turn(reply, BECOMES[kind], by, code=code, reason=reason):
        return False
    _learn(reply, kind)
    _log(reply, kind, by, code=code, reason=reason, via=via)
    return True


def _feature(reply: Reply, featured: bool, by: User) -> bool:
    if reply.featured == featured or (featured and not reply.is_public):
        return False
    reply.featured = featured
    reply.save(update_fields=["featured"])
    kind = ActKind.FEATURE if featured else ActKind.UNFEATURE
    decided(reply, f"{kind}d", by, was=reply.state)
    if reply.is_public:
        shown_otherwise(reply)
    _log(reply, kind, by)
    return True


def _learn(reply: Reply, kind: ActKind) -> None:
    """Approved and spam are lessons; a refusal for another reason is none."""
    if kind in (ActKind.APPROVE, ActKind.SPAM):
        learning.learn(reply, spam=kind == ActKind.SPAM)
    else:
        learning.unlearn(reply)


@transaction.atomic
def edit(reply: Reply, text: str, seen: str, by: User, reason: str = "") -> Act:
    """Let `reply` say `text` from now on; `seen` is what it said when the moderator began.

    Raises ModerationError where it says something else by now, or nothing would be left.
    """
    row = locked(reply)
    if row.text != seen:
        raise ModerationError(_("The text was changed meanwhile: read it again and repeat your edit."))
    if not text.strip():
        raise ModerationError(_("Nothing would be left of the reply: refuse it instead."))
    before = {**_state_of(row), "edited_at": row.edited_at and row.edited_at.isoformat()}
    before["edit"] = _write(row, text, by, reason, timezone.now()).pk
    _log(row, "edit", by, reason=reason)
    record = _record(ActKind.EDIT, [before], by)
    assert record is not None
    return record


def _write(row: Reply, text: str, by: User, reason: str, at: datetime | None = None) -> Decision:
    """The record of the edit, which has both texts and nothing else has: whoever erases it there has erased it."""
    before, row.text, row.edited_at = row.text, text, at
    row.save(update_fields=["text", "edited_at"])
    if row.is_public:
        shown_otherwise(row)
    return decided(row, "edited", by, was=row.state, reason=reason, before=before, after=text)


@transaction.atomic
def undo(done: Act, by: User) -> Outcome:
    """Make every reply of `done` what it was before, unless somebody has done something else to it since.

    Raises ModerationError where the act was undone before.
    """
    row = Act.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if row.undone_at is not None:
        raise ModerationError(_("That was undone already."))
    before = {one["reply"]: one for one in row.before}
    missed = []
    for reply in _rows(before):
        if not _is_as_left(reply, row):
            missed.append(Missed(reply, reply.decisions.select_related("user").first()))
            continue
        _restore(reply, before[reply.pk], by)
    row.undone_at = done.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    return Outcome(row, missed)


def _is_as_left(reply: Reply, done: Act) -> bool:
    """Whether nobody has decided anything about `reply` since `done`."""
    kind = ActKind(done.kind)
    if kind in BECOMES and reply.state != BECOMES[kind]:
        return False
    return not reply.decisions.filter(at__gt=done.at).exists()


def _restore(reply: Reply, was: Mapping[str, Any], by: User) -> None:
    why = {name: was[name] for name in ("phase", "code", "reason")}
    if turn(reply, State(was["state"]), by, **why):
        _teach(reply, was["lesson"])
    _feature(reply, was["featured"], by)
    if "edit" in was:
        text = Decision.objects.values_list("before", flat=True).get(pk=was["edit"])
        _write(reply, text, by, "", parse_datetime(was["edited_at"] or ""))
    _log(reply, "undo", by)


def _teach(reply: Reply, lesson: bool | None) -> None:
    if lesson is None:
        learning.unlearn(reply)
    else:
        learning.learn(reply, spam=lesson)


def _log(reply: Reply, what: str, by: User, **data: str) -> None:
    """Into the desk's audit log, which outlives what is erased: so by number, without name or text."""
    log(reply, f"comments.{what}", user=by, title=f"{reply.story_id}/{reply.pk}", data=data)
