"""Whose replies are whose: a signed cookie that a browser gets when it sends one, and shows at `/replies/` alone."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from broadsheet.comments.models import Reply

COOKIE = "replies"
PATH = "/replies/"
DAYS = 30
MOST = 20
_SALT = "broadsheet.comments.mine"


def numbers(request: HttpRequest) -> list[int]:
    """The numbers of the replies that this browser has sent lately, the newest first; [] where none is ours."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return []
    return [number for number in found if isinstance(number, int)] if isinstance(found, list) else []


def remember(request: HttpRequest, response: HttpResponseBase, reply: Reply) -> None:
    """Let the browser know with `response`, the answer to a form, that `reply` is its own."""
    kept = [reply.pk, *(number for number in numbers(request) if number != reply.pk)][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=DAYS * 86_400,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
