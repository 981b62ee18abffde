"""What the buttons of the desk do. Every form says in which state it saw each reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from broadsheet.accounts.models import User
from broadsheet.comments import moderation
from broadsheet.comments.desk import gate
from broadsheet.comments.models import Act, ActKind, Reply, State
from broadsheet.comments.models.reply import LONGEST_TEXT
from broadsheet.comments.moderation import Missed, ModerationError

MOST = 200


@require_POST
@gate.for_those_who_may(gate.MODERATE)
def act(request: HttpRequest) -> HttpResponse:
    """Do what the pressed button says, "approve" to all that are chosen or "approve-12" to one, and go back."""
    seen = _seen(request.POST.getlist("seen"))
    word, _dash, number = request.POST.get("act", "").partition("-")
    chosen = [number] if number else request.POST.getlist("reply")
    numbers = [int(one) for one in chosen if one.isdecimal() and int(one) in seen][:MOST]
    suffix = f"-{number}" if number else ""
    if word not in ActKind.values or word == ActKind.EDIT or not numbers:
        messages.warning(request, _("Nothing was chosen."))
        return _back(request, seen, [])
    try:
        outcome = moderation.act(
            ActKind(word),
            {one: seen[one] for one in numbers},
            _user(request),
            code=request.POST.get(f"code{suffix}", "") if word == ActKind.REFUSE else "",
            words=request.POST.get(f"words{suffix}", "")[:300] if word == ActKind.REFUSE else "",
        )
    except ModerationError as error:
        messages.error(request, str(error))
        return _back(request, seen, [], at=numbers[0])
    _tell(request, outcome.act, outcome.missed)
    return _back(request, seen, numbers)


@require_POST
@gate.for_those_who_may(gate.MODERATE)
def undo(request: HttpRequest, act_id: int) -> HttpResponse:
    """Undo an act of the user's own."""
    done = get_object_or_404(Act, id=act_id, user=_user(request))
    try:
        outcome = moderation.undo(done, _user(request))
    except ModerationError as error:
        messages.error(request, str(error))
        return _back(request, {}, [])
    undone = done.count - len(outcome.missed)
    if undone:
        words = ngettext("Undone for %(count)d reply.", "Undone for %(count)d replies.", undone)
        messages.success(request, words % {"count": undone})
    _tell_missed(request, outcome.missed)
    first = min((one["reply"] for one in done.before), default=None)
    return _back(request, {}, [], at=first)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.for_those_who_may(gate.MODERATE)
def edit(request: HttpRequest, reply_id: int) -> HttpResponse:
    """A form with the text of a reply; what is saved keeps what stood there before."""
    reply = get_object_or_404(Reply.objects.select_related("story").defer("story__body"), id=reply_id)
    text = _newlines(request.POST.get("text", reply.text))[:LONGEST_TEXT]
    if request.method == "POST":
        try:
            seen, reason = _newlines(request.POST.get("before", "")), request.POST.get("reason", "")[:300]
            moderation.edit(reply, text, seen, _user(request), reason)
        except ModerationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved. What the reply said before stays in its record."))
            return redirect("desk_reply", reply.pk)
    return render(request, "desk/replies/edit.html", {"reply": reply, "text": text, "most": LONGEST_TEXT})


def _newlines(text: str) -> str:
    """As replies have them; a form sends both signs."""
    return text.replace("\r\n", "\n")


def _seen(pairs: Iterable[str]) -> dict[int, str]:
    """Replies with the state in which they were shown, of "12:held"."""
    parts = (pair.split(":", 1) for pair in pairs)
    return {int(one[0]): one[1] for one in parts if len(one) == 2 and one[0].isdecimal() and one[1] in State.values}


def _tell(request: HttpRequest, done: Act | None, missed: Sequence[Missed]) -> None:
    if done is not None:
        words = ngettext("%(act)s: %(count)d reply.", "%(act)s: %(count)d replies.", done.count)
        messages.success(request, words % {"act": done.get_kind_display(), "count": done.count})
    elif not missed:
        messages.info(request, _("Nothing had to be changed."))
    _tell_missed(request, missed)


def _tell_missed(request: HttpRequest, missed: Iterable[Missed]) -> None:
    for one in missed:
        messages.warning(request, faster(one))


def faster(missed: Missed) -> str:
    """Who did what to a reply while a moderator looked at it."""
    values = {"name": missed.reply.name, "state": missed.reply.get_state_display().lower()}
    if missed.last is None or missed.last.user is None:
        return _("Nothing was done to the reply of %(name)s: it is “%(state)s” by now.") % values
    who = {"who": str(missed.last.user), "time": time_format(localtime(missed.last.at))}
    words = _("Nothing was done to the reply of %(name)s: %(who)s was faster at %(time)s, it is “%(state)s” now.")
    return words % {**values, **who}


def _back(request: HttpRequest, seen: Iterable[int], done: list[int], at: int | None = None) -> HttpResponse:
    """To where the form stood, at the next reply of its list on which nothing was done."""
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        address = reverse("desk_replies")
    shown = list(seen)
    if at is None and done:
        behind = shown[shown.index(done[-1]) + 1 :]
        at = next((one for one in [*behind, *shown] if one not in done), None)
    return redirect(f"{address}#reply-{at}" if at else address)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)  # nobody else passes the desk's door
