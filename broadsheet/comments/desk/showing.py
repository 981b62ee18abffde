"""The queue and the page of one reply."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from broadsheet.accounts.models import User
from broadsheet.comments.desk import gate, queue
from broadsheet.comments.desk.context import around
from broadsheet.comments.models import Act, Reply, SavedFilter
from broadsheet.comments.reasons import Reason

UNDOABLE = timedelta(hours=1)
"""How long the queue offers to undo the last act; the list of acts offers it for all."""
MOST_FILTERS = 20


@require_safe
@gate.for_those_who_may(gate.MODERATE)
def show_queue(request: HttpRequest) -> HttpResponse:
    """The replies that the address asks for; those that wait, the longest waiting first, if it asks for none."""
    found = queue.page(request.GET)
    context = {
        "page": found,
        "waiting": queue.waiting(),
        "reasons": Reason.choices,
        "saved": SavedFilter.objects.filter(user=_user(request))[:MOST_FILTERS],
        "query": _query(request),
        "is_filtered": bool(_query(request)),
        "last": last_act(_user(request)),
    }
    return render(request, "desk/replies/queue.html", context)


def last_act(user: User) -> Act | None:
    """What `user` did last, if it was just now and was not undone."""
    recent = Act.objects.filter(user=user, at__gt=timezone.now() - UNDOABLE).order_by("-at").first()
    return recent if recent and recent.undone_at is None else None


@require_safe
@gate.for_those_who_may(gate.MODERATE)
def show_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """One reply with all around it: a page, or with `?part` its inner part alone."""
    replies = Reply.objects.select_related("story", "user").defer("story__body")
    reply = get_object_or_404(replies, id=reply_id)
    context = {
        "around": around(reply),
        "reply": reply,
        "reasons": Reason.choices,
        "next": reverse("desk_replies"),
        "may_ban": gate.may(request.user, gate.BAN),
    }
    return render(request, f"desk/replies/{'around' if 'part' in request.GET else 'reply'}.html", context)


@require_safe
@gate.for_those_who_may(gate.MODERATE)
def show_acts(request: HttpRequest) -> HttpResponse:
    """What the user did last, each to be undone."""
    acts = Act.objects.filter(user=_user(request)).order_by("-at")[:50]
    return render(request, "desk/replies/acts.html", {"acts": acts})


@require_POST
@gate.for_those_who_may(gate.MODERATE)
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the address has under the name that the form gives, or forget one."""
    user = _user(request)
    if forget := request.POST.get("forget", ""):
        SavedFilter.objects.filter(user=user, name=forget).delete()
        return redirect("desk_replies")
    name, query = request.POST.get("name", "").strip()[:60], request.POST.get("query", "")[:500]
    if name and SavedFilter.objects.filter(user=user).exclude(name=name).count() < MOST_FILTERS:
        SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query})
    return redirect(f"{reverse('desk_replies')}?{query}")


def _query(request: HttpRequest) -> str:
    """The filter of the address, without the place in the list."""
    known = {name: request.GET[name] for name in queue.QueueForm.base_fields if request.GET.get(name)}
    return urlencode(known)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)  # nobody else passes the desk's door
