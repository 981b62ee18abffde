"""The queue: which replies, in which order, how far. Walked along indexes and never counted: it opens at any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from broadsheet.comments.models import Reply, ReplyCount, State
from broadsheet.comments.phases.rules import ALL
from broadsheet.edge.addresses import network, plain

SIZE = 25
_TABLE = Reply._meta.db_table
"""Two conditions are written out: with a parameter in it SQLite does not see that a condition is that of an index."""
STATES = [
    ("held", _("Waiting")),
    ("approved", _("Approved")),
    ("refused", _("Refused")),
    ("spam", _("Spam")),
    ("unconfirmed", _("Not confirmed yet")),
    ("deleted", _("Deleted by their writers")),
    ("any", _("All")),
]
SPANS = [("", _("At any time")), ("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days"))]


class QueueForm(forms.Form):
    """What the queue can be filtered by."""

    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)
    by = forms.CharField(
        label=_("Written by"),
        required=False,
        max_length=254,
        help_text=_("An e-mail address, an internet address or a network such as 192.0.2.0/24."),
    )
    phase = forms.ChoiceField(
        label=_("Because of"),
        required=False,
        choices=[("", _("Any reason")), *((kind.name, kind.title) for kind in ALL), ("staff", _("A moderator"))],
    )
    days = forms.ChoiceField(label=_("Posted"), choices=SPANS, required=False)
    story = forms.IntegerField(label=_("Story number"), required=False, min_value=1, max_value=2**62)
    reported = forms.BooleanField(label=_("Reported by readers"), required=False)
    featured = forms.BooleanField(label=_("Featured"), required=False)


@dataclass(frozen=True)
class Page:
    """Some replies of the queue; `following` is the query that leads to the next ones, "" at the end."""

    replies: list[Reply]
    following: str
    form: QueueForm
    state: str


def page(query: Mapping[str, Any], size: int = SIZE) -> Page:
    """The replies that `query` (of an address) asks for, by 1 query; what is not understood is left out."""
    form = QueueForm(query)
    form.is_valid()
    wanted = form.cleaned_data
    state = wanted.get("state") or "held"
    oldest_first = state == State.HELD
    found = _filtered(Reply.objects.all(), wanted, state)
    found = _beyond(found, str(query.get("after", "")), oldest_first)
    order = ("posted_at", "id") if oldest_first else ("-posted_at", "-id")
    rows = list(found.order_by(*order).select_related("story", "user").defer("story__body", "trace")[: size + 1])
    following = _following(query, rows[size - 1]) if len(rows) > size else ""
    return Page(rows[:size], following, form, state)


def _filtered(replies: QuerySet[Reply], wanted: Mapping[str, Any], state: str) -> QuerySet[Reply]:
    if state != "any":
        replies = replies.filter(state=state)
    if wanted.get("by"):
        replies = replies.filter(written_by(wanted["by"]))
    if wanted.get("phase"):
        replies = replies.filter(phase=wanted["phase"])
    if wanted.get("days"):
        replies = replies.filter(posted_at__gt=timezone.now() - timedelta(days=int(wanted["days"])))
    if wanted.get("story"):
        replies = replies.filter(story=wanted["story"])
    if wanted.get("reported"):
        replies = replies.extra(where=[f"{_TABLE}.reports > 0"])  # noqa: S610
    if wanted.get("featured"):
        replies = replies.extra(where=[f"{_TABLE}.featured"])  # noqa: S610
    return replies


def written_by(mark: str) -> Q:
    """Replies by an e-mail address, an internet address or a network; none for what is none of them."""
    mark = mark.strip()
    if "@" in mark:
        return Q(email=mark.lower())
    if "/" in mark:
        return Q(subnet=network(plain(mark.partition("/")[0])) or "none")
    return Q(ip=plain(mark)) if plain(mark) else Q(pk=None)


def _beyond(replies: QuerySet[Reply], mark: str, oldest_first: bool) -> QuerySet[Reply]:
    """Those after the reply that `mark` names, "TIME~NUMBER"."""
    moment, _, number = mark.partition("~")
    at = _moment(moment)
    if at is None or not number.isdigit() or len(number) > 18:
        return replies
    if oldest_first:
        return replies.filter(Q(posted_at__gt=at) | Q(posted_at=at, id__gt=int(number)), posted_at__gte=at)
    return replies.filter(Q(posted_at__lt=at) | Q(posted_at=at, id__lt=int(number)), posted_at__lte=at)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _following(query: Mapping[str, Any], last: Reply) -> str:
    kept = {name: query[name] for name in QueueForm.base_fields if query.get(name)}
    return urlencode({**kept, "after": f"{last.posted_at.isoformat()}~{last.pk}"})


def waiting() -> int:
    """How many replies wait for a moderator: the sum of counts that are kept anyway, along an index of the few."""
    return ReplyCount.objects.filter(held__gt=0).aggregate(all=Sum("held"))["all"] or 0
