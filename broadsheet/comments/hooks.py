"""Telling a program of the newsroom's that replies wait: a POST of JSON, signed, with the links that mails have.

The task that sends it is a row, written with the note that it was told; a receiver that is away is asked again with
growing pauses, for half a day. A receiver may get the same twice (its answer was lost), never half.
"""

from __future__ import annotations

import hmac
import json
import time
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import urllib3
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from broadsheet.comments.alerts import LISTED, OFFERED, RIGHT, SETTLED, Order, link
from broadsheet.comments.models import Hook, Reply
from broadsheet.edge.outward import OutwardError, resolved

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 600))
SECONDS = 10
ALLOW_PRIVATE = False
"""Tests set this; papers send nothing into a private network."""


class HookError(Exception):
    """What was not delivered; the text says why."""


def send_due(now: datetime) -> int:
    """Queue what the hook has not been told by `now`; how many replies. Safe from several workers at once."""
    return sum(_send(pk, now) for pk in Hook.objects.values_list("pk", flat=True))


@transaction.atomic
def _send(pk: int, now: datetime) -> int:
    hook = Hook.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if hook is None:
        return 0
    new = Reply.objects.began_to_wait(hook.told_until, now - SETTLED)
    rows = list(new.only("pk", "waits_since")[:LISTED])
    if rows:
        hook.told_until = rows[-1].waits_since or now
        hook.save(update_fields=["told_until"])
        deliver.enqueue(hook.pk, [one.pk for one in rows], 0)
    return len(rows)


@task()
def deliver(hook_id: int, replies: list[int], attempt: int) -> None:
    """Send one message about `replies` that still wait; what fails is tried again later, and noted."""
    hook = Hook.objects.select_related("user").filter(pk=hook_id).first()
    rows = list(Reply.objects.waiting().filter(pk__in=replies).select_related("story").defer("story__body"))
    if hook is None or not rows:
        return
    try:
        post(hook.url, message(hook, rows), hook.key)
    except HookError as error:
        note(hook, str(error))
        if attempt < len(PAUSES):
            deliver.using(run_after=timezone.now() + PAUSES[attempt]).enqueue(hook_id, replies, attempt + 1)
    else:
        note(hook, "")


def note(hook: Hook, failure: str) -> None:
    """Keep what went wrong, or that nothing does any more."""
    hook.failed_at, hook.failure = timezone.now() if failure else None, failure[:300]
    hook.save(update_fields=["failed_at", "failure"])


def message(hook: Hook, replies: list[Reply]) -> dict[str, Any]:
    """What is told of `replies`; without links that act where the hook's user may not moderate any more."""
    acts = hook.user.is_active and hook.user.has_perm(RIGHT)
    return {
        "kind": "replies.wait",
        "sent_at": timezone.now().isoformat(),
        "replies": [_told(hook, one, acts) for one in replies],
    }


def _told(hook: Hook, reply: Reply, acts: bool) -> dict[str, Any]:
    links = {str(kind): link(Order(kind, hook.user_id, reply.pk)) for kind in OFFERED} if acts else {}
    return {
        "id": reply.pk,
        "name": reply.name,
        "text": reply.text[:1000],
        "reason": reply.reason,
        "posted_at": reply.posted_at.isoformat(),
        "story": {"title": reply.story.title, "url": f"{settings.PUBLIC_URL}{reply.story.get_url() or '/'}"},
        "links": {**links, "desk": settings.PUBLIC_URL + reverse("desk_reply", args=[reply.pk])},
    }


def signature(key: str, moment: str, body: bytes) -> str:
    """The HMAC-SHA256 of time and body: a receiver computes the same, and refuses what is old or differs."""
    return hmac.new(key.encode(), moment.encode() + b"." + body, "sha256").hexdigest()


def post(url: str, told: dict[str, Any], key: str) -> None:
    """POST `told` as JSON; HookError where `url` is none, leads inwards, or does not answer with 2xx. No redirects."""
    body, moment = json.dumps(told).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Broadsheet (replies)",
        "X-Broadsheet-Time": moment,
        "X-Broadsheet-Signature": f"sha256={signature(key, moment, body)}",
    }
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise HookError(f"{url} is no address that begins with https:// and a host.")
        address = resolved(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80), ALLOW_PRIVATE)
        secure = {"assert_hostname": parts.hostname, "server_hostname": parts.hostname}
        secure = secure if parts.scheme == "https" else {}
        kind = urllib3.HTTPSConnectionPool if secure else urllib3.HTTPConnectionPool
        with kind(address, parts.port, timeout=SECONDS, retries=False, **secure) as pool:  # type: ignore[arg-type]
            path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            headers["Host"] = parts.netloc
            answer = pool.urlopen("POST", path, body=body, headers=headers, redirect=False, preload_content=False)
            answer.close()  # only the status counts, and what follows may have no end
    except (urllib3.exceptions.HTTPError, OutwardError, OSError, ValueError) as error:
        raise HookError(f"{url} was not reached: {error}") from None
    if not 200 <= answer.status < 300:
        raise HookError(f"{url} answered {answer.status}.")
