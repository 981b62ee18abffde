"""A reader sends a reply; whatever becomes of it is said on the page that answers, and nothing written is lost."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from broadsheet.accounts.models import User
from broadsheet.comments import mine, posting, stamps
from broadsheet.comments.models import State
from broadsheet.comments.phases import Draft
from broadsheet.comments.places import Place, answered
from broadsheet.comments.text import as_html
from broadsheet.edge import senders
from broadsheet.edge.addresses import network
from broadsheet.front.replies.forms import ReplyForm
from broadsheet.front.replies.threads import about, in_order, place_below

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError)


@csrf_exempt
def replies(request: HttpRequest, story_id: int) -> HttpResponse:
    """GET: the replies to a story, page by page. POST: one more.

    Without a CSRF token, which a page that is the same for everybody cannot have: `senders.is_ours` stands in for it.
    """
    return take(request, story_id) if request.method == "POST" else in_order(request, story_id)


def take(request: HttpRequest, story_id: int) -> HttpResponse:
    """Judge and keep what was sent, and say what became of it."""
    try:
        sent = request.POST
    except TOO_MUCH:
        sent = None
    number = _number(sent.get("parent", "")) if sent else None
    parent = answered(story_id, number) if number else None
    place = place_below(request, story_id, parent.story if parent else None)
    if sent is None:
        return _refused(request, place, ReplyForm(rules=place.rules), _("That is too much for one reply."), 413)
    form = ReplyForm(sent, rules=place.rules)
    if not senders.is_ours(request):
        words = _("This form was sent from another site. Your text is still here: send it from this page.")
        return _refused(request, place, form, words, 403)
    if not form.is_valid():
        return _refused(request, place, form, "", 422)
    if form.cleaned_data["parent"] and parent is None:
        words = _("The reply that you answer is gone. Send your text as a reply to the story, if you like.")
        return _refused(request, place, form, words, 422, parent=None)
    outcome = posting.post(draft(request, place, form, parent))
    if outcome.reply is None:
        words = outcome.verdict.reason if outcome.verdict.told else _("Your reply was not accepted.")
        return _refused(request, place, form, words, 422, parent=parent)
    response = _taken(request, place, outcome)
    mine.remember(request, response, outcome.reply)
    return response


def _number(text: str) -> int | None:
    """The number of the reply that is answered; what is no number is for the form to say."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _taken(request: HttpRequest, place: Place, outcome: posting.Outcome) -> HttpResponse:
    """The answer to a reply that is kept: where it stands, or for whom it waits."""
    reply = outcome.reply
    assert reply is not None
    if reply.is_public:
        return HttpResponseRedirect(reverse("reply", args=[reply.story_id, reply.pk]), status=303)
    told = outcome.verdict.told and reply.state == State.HELD
    context = {**about(place), "reply": reply, "text": as_html(reply.text)}
    return _unkept(render(request, "replies/taken.html", {**context, "reason": outcome.verdict.reason if told else ""}))


def draft(request: HttpRequest, place: Place, form: ReplyForm, parent: Any) -> Draft:
    """What was sent, with what is known of who sent it."""
    told, ip = form.cleaned_data, senders.address(request)
    stamp, age = stamps.read(told["stamp"])
    fields = {
        "name": told["name"],
        "email": told["email"],
        "website": told.get("website", ""),
        "notify": told.get("notify", False),
        "ip": ip,
        "subnet": network(ip),
        "agent": request.headers.get("User-Agent", ""),
        "trap": told["homepage"],
        "stamp": stamp,
        "proof": told["proof"],
        "age": age,
    }
    return Draft(place, text=told["text"], parent=parent, **{**fields, **of_the_newsroom(request, place)})


def of_the_newsroom(request: HttpRequest, place: Place) -> dict[str, Any]:
    """Who of the newsroom sends this: name, address, role, and whether the story is theirs; {} for a reader.

    A session is believed only where the browser says that the form comes from our own page.
    """
    known = senders.is_browser(request) and request.COOKIES and request.user
    if not isinstance(known, User) or not known.is_active:
        return {}
    author = getattr(known, "author", None)
    group = known.groups.order_by("pk").first()
    name = author.name if author else known.get_full_name()
    return {
        "user": known,
        "email": known.email,
        **({"name": name} if name else {}),
        "role": (author.role if author else "") or (group.name if group else "") or _("Newsroom"),
        "by_author": bool(author and any(line.author_id == author.pk for line in place.story.bylines.all())),
    }


def _refused(request: HttpRequest, place: Place, form: ReplyForm, words: str, status: int, **more: Any) -> HttpResponse:
    context = {**about(place), "form": form, "words": words, **more}
    return _unkept(render(request, "replies/refused.html", context, status=status))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
