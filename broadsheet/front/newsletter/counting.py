"""Where the picture and the links of letters lead whose lists count. Nothing of the request is kept."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from broadsheet.newsletter import counting
from broadsheet.newsletter.models import LetterLink

DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""A transparent GIF of one dot."""


@require_safe
@never_cache
def opened(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The dot, of any letter that there is or not."""
    _count(request, lambda: counting.opened(letter_id))
    return HttpResponse(DOT, content_type="image/gif")


@require_safe
@never_cache
def follow(request: HttpRequest, letter_id: int, place: int) -> HttpResponse:
    """On to where the link led when the letter was sent, and nowhere else; raises Http404."""
    link = get_object_or_404(LetterLink, letter=letter_id, place=place)
    _count(request, lambda: counting.followed(link))
    return HttpResponseRedirect(link.url)


def _count(request: HttpRequest, one: Callable[[], None]) -> None:
    if request.method == "GET":
        try:
            one()
        except OperationalError:  # the disk is full, or the database is busy: the reader goes on all the same
            return
