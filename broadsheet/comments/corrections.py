"""Telling Akismet where people decided otherwise, so that it learns: by the worker, once a moderator has decided."""

from __future__ import annotations

from django_tasks import task

from broadsheet.comments.models import ActKind, RepliesSettings, Reply
from broadsheet.comments.phases import akismet
from broadsheet.comments.phases.rules import phases_of

SPAM = "akismet"


def key() -> str:
    """The key by which Akismet is asked; "" while it is not asked."""
    phases = phases_of(RepliesSettings.now().phases)
    return next((phase.key for phase in phases if isinstance(phase, akismet.Akismet)), "")


def decided(reply: Reply, kind: ActKind) -> None:
    """Queue a correction where Akismet was asked about `reply` and said otherwise.

    It says nothing of what is fair, so that a reply which it did not call spam is corrected where a person does.
    """
    codes = {found.get("code") for found in reply.trace if found.get("phase") == akismet.Akismet.name}
    if (kind == ActKind.APPROVE and SPAM in codes) or (kind == ActKind.SPAM and not codes):
        correct.enqueue(reply.pk, kind == ActKind.SPAM)


@task()
def correct(reply_id: int, spam: bool) -> None:
    """Send one correction, unless the reply is gone, was erased, or Akismet is asked no more."""
    reply = Reply.objects.select_related("story", "parent").filter(pk=reply_id).exclude(text="").first()
    known = key()
    if reply is not None and known and reply.user_id is None:
        akismet.correct(known, reply, spam)
