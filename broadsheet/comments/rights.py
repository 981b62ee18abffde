"""What one person has written and what is kept of them: handed over, or erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from broadsheet.comments import counting, tags
from broadsheet.comments.models import Ban, Decision, Mark, Reply, State
from broadsheet.comments.models.ban import BanKind
from broadsheet.comments.states import decided
from broadsheet.edge.tags import bump

KEPT = (
    *("name", "email", "website", "text", "posted_at", "edited_at", "approved_at", "confirmed_at", "state", "reason"),
    *("likes", "notify", "ip", "subnet", "agent"),
)
ERASED = "erased-"


def export(email: str) -> dict[str, Any]:
    """All that is kept of the person with this address, as JSON can hold it; reasons of moderators included."""
    replies = Reply.objects.of(email).order_by("posted_at", "pk")
    bans = Ban.objects.filter(kind=BanKind.EMAIL, value=email.strip().lower())
    return {
        "email": email.strip().lower(),
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "replies": [_told(reply) for reply in replies],
        "bans": [{"since": _plain(ban.at), "until": _plain(ban.until), "reason": ban.reason} for ban in bans],
    }


@transaction.atomic
def erase(email: str) -> int:
    """Erase all that is kept of the person with this address; returns how many replies that were.

    Answers of others stay: what they answer stands there as deleted, without words or name. Bans of the address go too,
    which is why the desk asks twice.
    """
    found = Reply.objects.of(email).locked()
    counting.hold(reply.story_id for reply in found)
    for reply in found:
        empty(reply)
    Ban.objects.filter(kind=BanKind.EMAIL, value=email.strip().lower()).delete()
    return len(found)


def empty(reply: Reply) -> None:
    """Take every word and every trace of a person from `reply`, which is deleted from now on."""
    was = reply.state
    reply.become(State.DELETED, code="erased", reason="")
    Decision.objects.filter(reply=reply).update(before="", after="", reason="")
    Mark.objects.filter(reply=reply).delete()
    Reply.objects.filter(pk=reply.pk).update(
        name="",
        email="",
        website="",
        text="",
        ip=None,
        ip_hash="",
        subnet="",
        agent="",
        reason="",
        trace=[],
        notify=False,
        featured=False,
        user=None,
        role="",
        by_author=False,
        token=f"{ERASED}{reply.pk}",
    )
    decided(reply, "erased", was=was)
    bump(tags.replies(reply.story_id))


def _told(reply: Reply) -> dict[str, Any]:
    told = {name: _plain(getattr(reply, name)) for name in KEPT}
    return {"id": reply.pk, "story": reply.story_id, "answers_to": reply.parent_id, **told}


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if hasattr(value, "isoformat") else value
