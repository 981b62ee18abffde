"""The schedule: stories go live and expire at their times, each once, in order, whatever else fails.

Wagtail keeps what is due: `approved_go_live_at` on a revision, `expire_at` on a live page. An act is claimed by
locking its row and asking again whether it is still due: on PostgreSQL a second worker waits for the row and then finds
nothing, on SQLite it waits for the database, since transactions begin IMMEDIATE. What fails is rolled back, stays due,
is recorded with its reason for the desk's first page, and tried again a minute later.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from broadsheet.articles.models.scheduled import LATE, Act, ScheduledAct

log = logging.getLogger(__name__)
RETRY = timedelta(seconds=60)


@dataclass(frozen=True)
class Due:
    """An act whose time has come. `pk` is the revision's that goes live, or the page's that expires."""

    at: datetime
    act: Act
    pk: int


@dataclass(frozen=True)
class Fired:
    """An act that was tried: done `lateness` seconds after it was due, or failed with `error`."""

    act: Act
    page_id: int
    title: str
    due: datetime
    done_at: datetime | None
    lateness: float
    error: str = ""


def publish_due(now: datetime) -> list[Fired]:
    """Do all that is due at `now` (not in the future), in the order of its time; returns what this call tried.

    Safe to call from several workers at once. Nothing that one act does wrong stops the next.
    """
    fired: list[Fired] = []
    tried: set[Due] = set()
    while due := min(_due(now, tried), key=lambda one: (one.at, one.act, one.pk), default=None):
        tried.add(due)
        one = _fire(due)
        fired += [one] if one else []
    return fired


def _due(now: datetime, tried: set[Due]) -> Iterator[Due]:
    """The earliest revision and the earliest page that are due and not in `tried`."""
    went = {due.pk for due in tried if due.act is Act.GO_LIVE}
    going = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now).exclude(pk__in=went)
    for pk, at in going.order_by("approved_go_live_at", "pk").values_list("pk", "approved_go_live_at")[:1]:
        yield Due(at, Act.GO_LIVE, pk)
    expired = {due.pk for due in tried if due.act is Act.EXPIRE}
    expiring = Page.objects.filter(live=True, expire_at__lte=now).exclude(pk__in=expired)
    for pk, at in expiring.order_by("expire_at", "pk").values_list("pk", "expire_at")[:1]:
        yield Due(at, Act.EXPIRE, pk)


def _fire(due: Due) -> Fired | None:
    """Do one act and record it; None where another worker did it or it failed less than a minute ago."""
    page: Page | None = None
    try:
        with transaction.atomic():
            claimed = _claim(due)
            page = claimed.content_object if isinstance(claimed, Revision) else claimed
            if claimed is None or page is None or _failed_just_now(page, due):
                return None
            if isinstance(claimed, Revision):
                claimed.publish(log_action="wagtail.publish.scheduled")
            else:
                claimed.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            return _record(page, due)
    except Exception as error:
        if page is None:
            log.exception("The schedule could not read what was due at %s", due.at)
            return None
        return _record_failure(page, due, error)


def _claim(due: Due) -> Revision | Page | None:
    """The row of `due`, locked, if it is still due; must be called within a transaction."""
    if due.act is Act.GO_LIVE:
        revisions = Revision.objects.select_for_update(of=("self",))
        return revisions.filter(pk=due.pk, approved_go_live_at=due.at).first()
    pages = Page.objects.select_for_update(of=("self",))
    return pages.filter(pk=due.pk, live=True, expire_at=due.at).first()


def _failed_just_now(page: Page, due: Due) -> bool:
    failing = ScheduledAct.objects.filter(page_id=page.pk, act=due.act, due=due.at, done_at__isnull=True)
    return failing.filter(tried_at__gt=timezone.now() - RETRY).exists()


def _row(page: Page, due: Due, now: datetime) -> ScheduledAct:
    """The record of `due`, the one of an earlier try where there is one; not saved."""
    found = ScheduledAct.objects.filter(page_id=page.pk, act=due.act, due=due.at).first()
    if found:
        found.tries += 1
        return found
    return ScheduledAct(page_id=page.pk, act=due.act, due=due.at, title=page.title, tried_at=now)


def _record(page: Page, due: Due) -> Fired:
    now = timezone.now()
    row = _row(page, due, now)
    row.record(now)
    late = now - due.at
    log.log(
        logging.WARNING if late > LATE else logging.INFO,
        "%s: “%s”, due %s, %.1f s late",
        due.act.label,
        page.title,
        due.at.isoformat(),
        late.total_seconds(),
    )
    return Fired(due.act, page.pk, page.title, due.at, now, late.total_seconds())


def _record_failure(page: Page, due: Due, error: Exception) -> Fired:
    now = timezone.now()
    reason = " ".join(error.messages) if isinstance(error, ValidationError) else f"{type(error).__name__}: {error}"
    row = _row(page, due, now)
    row.record(now, reason)
    expected = isinstance(error, ValidationError)
    log.error(
        "%s: “%s”, due %s, failed: %s",
        due.act.label,
        page.title,
        due.at.isoformat(),
        reason,
        exc_info=None if expected or row.tries > 1 else error,
    )
    return Fired(due.act, page.pk, page.title, due.at, None, (now - due.at).total_seconds(), reason)
