"""Mails to readers: confirm an address, and somebody has answered. Sent by the worker, never while a reader waits.

No mail tells of a reply that is not public when the mail goes out, and none of answers goes to an address that was
never confirmed: whoever writes a stranger's address into the form brings that stranger one mail and no more.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from broadsheet.comments import links
from broadsheet.comments.mails import Line, send
from broadsheet.comments.models import RepliesSettings, Reply, State
from broadsheet.comments.states import decided, locked


def came_in(reply: Reply) -> None:
    """What mails a reply causes that has just come in; tasks that are rows of the running transaction."""
    if reply.state == State.UNCONFIRMED:
        send_confirmation.enqueue(reply.pk)
    elif reply.is_public:
        became_public(reply)


def became_public(reply: Reply) -> None:
    """What mails a reply causes once everybody can read it."""
    if reply.notify and reply.confirmed_at is None and reply.user_id is None:
        send_confirmation.enqueue(reply.pk)
    parent = reply.parent
    if parent is not None and parent.notify and parent.email and parent.email != reply.email:
        send_notice.enqueue(reply.pk)


@task()
def send_confirmation(reply_id: int) -> None:
    """Ask whether the address is the writer's; nothing where there is no need any more."""
    reply = Reply.objects.select_related("story").filter(pk=reply_id, confirmed_at=None).first()
    if reply is None or not (reply.state == State.UNCONFIRMED or (reply.notify and reply.is_public)):
        return
    if reply.is_public and is_confirmed(reply.email):
        return
    words = _("Somebody gave this address with a reply to “%(title)s”. If it was you, confirm it on this page:")
    lines = [
        Line(words % {"title": reply.story.title}),
        Line(_("Confirm your address"), link=_link("reply-confirm", links.sign("confirm", reply.pk))),
        Line(_("This is what was written:")),
        Line(reply.text, quote=True),
        Line(_("If it was not you, do nothing: you will hear no more of it.")),
    ]
    send(_("Confirm your address"), reply.email, lines)


@task()
def send_notice(reply_id: int) -> None:
    """Tell the writer of the reply above of this one; nothing where either is not public, or nobody wants to hear."""
    reply = Reply.objects.public().select_related("story", "parent").filter(pk=reply_id).first()
    above = reply.parent if reply else None
    if reply is None or above is None or not above.notify or not above.is_public:
        return
    if not RepliesSettings.now().notices or not reply.story.live or not is_confirmed(above.email):
        return
    stop = _link("reply-stop", links.sign("stop", above.email))
    subject = _("%(name)s answered you") % {"name": reply.name}
    there = settings.PUBLIC_URL + reverse("reply", args=[reply.story_id, reply.pk])
    words = _("%(name)s answered your reply to “%(title)s”:") % {"name": reply.name, "title": reply.story.title}
    lines = [
        Line(words),
        Line(reply.text, quote=True),
        Line(_("See it in the conversation"), link=there),
        Line(_("Hear no more of answers to your replies"), link=stop),
    ]
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058
    send(subject, above.email, lines, headers)


def is_confirmed(email: str) -> bool:
    """Whether somebody who reads the mails to this address has said so, or it belongs to the newsroom."""
    return Reply.objects.of(email).filter(confirmed_at__isnull=False).exists() or (
        Reply.objects.of(email).filter(user__isnull=False).exists()
    )


@transaction.atomic
def confirm(reply_id: int) -> Reply | None:
    """The reply whose writer confirms the address: on its way now, or to a moderator. None where it is gone.

    Whoever confirms twice changes nothing the second time.
    """
    known = Reply.objects.filter(pk=reply_id).first()
    if known is None:
        return None
    reply = locked(known)
    if reply.confirmed_at is None:
        reply.confirmed_at = timezone.now()
        reply.save(update_fields=["confirmed_at"])
    if reply.state == State.UNCONFIRMED:
        state = State.HELD if reply.code else State.APPROVED
        reply.become(state, phase=reply.phase or "confirmed", code=reply.code, reason=reply.reason)
    return reply


@transaction.atomic
def stop(email: str) -> int:
    """Tell this address of no more answers; how many replies it wanted to hear about."""
    wanted = Reply.objects.of(email).filter(notify=True).locked()
    Reply.objects.filter(pk__in=[reply.pk for reply in wanted]).update(notify=False)
    for reply in wanted:
        decided(reply, "notices stopped", was=reply.state)
    return len(wanted)


def _link(name: str, token: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=[token])
