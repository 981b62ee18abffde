"""Requests that no page can answer are refused before anything looks at them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

LONGEST_PATH = 2000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class GuardMiddleware:
    """Answers 400 to a path with control characters or broken UTF-8, 414 (RFC 9110) to one beyond `LONGEST_PATH`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _CONTROL.search(request.path_info) or "\ufffd" in request.path_info:
            return HttpResponse("Bad request: the address holds control characters.\n", "text/plain", status=400)
        if len(request.path_info) > LONGEST_PATH:
            return HttpResponse("The address is too long.\n", "text/plain", status=414)
        return self.get_response(request)
