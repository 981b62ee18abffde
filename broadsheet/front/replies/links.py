"""What the links in mails lead to. Looking at one does nothing, since machines look at mails too: a button acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from broadsheet.comments import letters, links, mine
from broadsheet.front.replies.threads import place_below, place_of


@csrf_exempt
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a button that confirms the address of whoever wrote a reply. POST: confirms it."""
    number = links.read("confirm", token)
    if not isinstance(number, int):
        return render(request, "replies/link.html", {"kind": "broken"}, status=410)
    if request.method != "POST":
        return render(request, "replies/link.html", {"kind": "confirm"})
    reply = letters.confirm(number)
    if reply is None:
        return render(request, "replies/link.html", {"kind": "broken"}, status=410)
    there = place_of(reply, place_below(request, reply.story_id)) if reply.is_public else ""
    response = render(request, "replies/link.html", {"kind": "confirmed", "reply": reply, "there": there})
    mine.remember(request, response, reply)
    return response


@csrf_exempt
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a button that stops the mails of answers. POST: stops them, as mail programs do by one click (RFC 8058)."""
    email = links.read("stop", token)
    if not isinstance(email, str):
        return render(request, "replies/link.html", {"kind": "broken"}, status=410)
    if request.method == "POST":
        letters.stop(email)
        return render(request, "replies/link.html", {"kind": "stopped"})
    return render(request, "replies/link.html", {"kind": "stop"})
