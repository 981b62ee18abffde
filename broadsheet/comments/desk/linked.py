"""The links in mails to moderators: opening one shows what it would do, its button does it. Nobody has to sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from broadsheet.accounts.models import User
from broadsheet.comments import alerts, moderation
from broadsheet.comments.desk.acting import faster
from broadsheet.comments.models import ActKind, Reply, State
from broadsheet.comments.moderation import ModerationError
from broadsheet.comments.reasons import Reason


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link. The token itself is what a form of another site cannot know, so there is no other."""
    order = alerts.read(token)
    user = User.objects.filter(id=order.user_id, is_active=True).first() if order else None
    replies = Reply.objects.select_related("story").defer("story__body")
    reply = replies.filter(id=order.reply_id).first() if order else None
    if order is None or reply is None or user is None or not user.has_perm(alerts.RIGHT):
        return _page(request, {"told": _("This link no longer holds. Open the queue instead.")}, 410)
    if request.method != "POST":
        wrong = "" if reply.state == State.HELD else _("This reply is “%(state)s” by now; nothing is left to do.")
        told = wrong % {"state": reply.get_state_display().lower()} if wrong else ""
        return _page(request, _shown(order, reply, user, told))
    refused = order.kind == ActKind.REFUSE
    code, words = (request.POST.get(name, "")[:300] if refused else "" for name in ("code", "words"))
    try:
        outcome = moderation.act(order.kind, {reply.pk: State.HELD}, user, code=code, words=words, via="mail")
    except ModerationError as error:
        return _page(request, {**_shown(order, reply, user), "wrong": str(error)}, 422)
    if outcome.missed:
        return _page(request, {"told": faster(outcome.missed[0])}, 409)
    return _page(request, {"told": _("Done: %(act)s.") % {"act": order.kind.label.lower()}})


def _shown(order: alerts.Order, reply: Reply, user: User, told: str = "") -> dict[str, object]:
    return {"reply": reply, "kind": order.kind, "told": told, "user_name": str(user), "reasons": Reason.choices}


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "desk/replies/linked.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response
