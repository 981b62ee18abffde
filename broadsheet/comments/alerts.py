"""Mails to moderators that replies wait, with links that act: signed, for one person and one reply, for some days.

What is due is looked for every few seconds. A mail and the note that it was sent are one transaction (the mail is a
row in the table of tasks), so that however many workers look and whenever one is killed, each reply is told of once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task

from broadsheet.accounts.models import User
from broadsheet.comments.mails import Line, send
from broadsheet.comments.models import ActKind, Pace, Reply, Watch

RIGHT = "broadsheet_comments.change_reply"
LISTED = 20
SETTLED = timedelta(seconds=10)
"""What begins to wait is told of a little later, or one whose transaction ends after the look would be passed over."""
HOLDS = timedelta(days=7)
_SALT = "broadsheet.comments.alerts"
OFFERED = (ActKind.APPROVE, ActKind.REFUSE, ActKind.SPAM)


@dataclass(frozen=True)
class Order:
    """What a link does, for whom, to which reply."""

    kind: ActKind
    user_id: int
    reply_id: int


def link(order: Order) -> str:
    """The address of a page whose button carries out `order`."""
    token = signing.dumps([str(order.kind), order.user_id, order.reply_id], salt=_SALT)
    return settings.PUBLIC_URL + reverse("desk_reply_link", args=[token])


def read(token: str) -> Order | None:
    """What a link says; None where it is too old, or not ours."""
    try:
        kind, user_id, reply_id = signing.loads(token, salt=_SALT, max_age=HOLDS)
        return Order(ActKind(kind), user_id, reply_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def send_due(now: datetime) -> int:
    """Queue the mails that are due at `now`; how many. Safe to call from several workers at once."""
    due = [watch.pk for watch in Watch.objects.exclude(pace=Pace.NONE) if _is_due(watch, now)]
    return sum(_send(pk, now) for pk in due)


def _is_due(watch: Watch, now: datetime) -> bool:
    return watch.sent_at is None or now - watch.sent_at >= Pace(watch.pace).apart


@transaction.atomic
def _send(pk: int, now: datetime) -> bool:
    """Whether a mail was queued: another worker may have been faster, or nothing new may wait."""
    watch = Watch.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    if not _is_due(watch, now) or not (watch.user.is_active and watch.user.has_perm(RIGHT)):
        return False
    new = Reply.objects.began_to_wait(watch.told_until, now - SETTLED)
    replies = list(new.values_list("pk", flat=True)[: LISTED + 1])
    if not replies:
        return False
    tell.enqueue(watch.pk, replies[:LISTED], len(replies) > LISTED)
    watch.sent_at, watch.told_until = now, now - SETTLED
    watch.save(update_fields=["sent_at", "told_until"])
    return True


@task()
def tell(user_id: int, replies: list[int], more: bool) -> None:
    """Send one moderator a mail about those of `replies` that still wait, and that there are `more`; or nothing."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    rows = list(Reply.objects.waiting().filter(pk__in=replies).select_related("story").defer("story__body", "trace"))
    if user is None or not rows or not user.has_perm(RIGHT):
        return
    with override(settings.LANGUAGE_CODE):
        subject = ngettext("%(count)s reply waits", "%(count)s replies wait", len(rows))
        told = subject % {"count": f"{len(rows)}+" if more else len(rows)}
        lines = [line for reply in rows for line in _entry(user, reply)]
        lines.append(Line(_("All that wait"), link=settings.PUBLIC_URL + reverse("desk_replies")))
        send(told, user.email, lines)


def _entry(user: User, reply: Reply) -> list[Line]:
    words = {ActKind.APPROVE: _("Approve"), ActKind.REFUSE: _("Refuse"), ActKind.SPAM: _("Spam")}
    return [
        Line(f"{reply.name} – {reply.story.title}"),
        Line(reply.reason),
        Line(reply.text[:1000], quote=True),
        *(Line(words[kind], link=link(Order(kind, user.pk, reply.pk))) for kind in OFFERED),
        Line(_("Edit, ban"), link=settings.PUBLIC_URL + reverse("desk_reply", args=[reply.pk])),
    ]
