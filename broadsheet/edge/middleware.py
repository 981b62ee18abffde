"""Between Django and the edge: gathers what a page depends on, and says whether it may be kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from broadsheet.edge.pressing import SCOPE, Pressing, current

KEPT = frozenset({200, 301, 410})
"""Answers that hold until something changes. A 404 is not among them: there are endless addresses without a page."""


class PressingMiddleware:
    """Lets `tags.depend` and `tags.until` reach the edge for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        pressing: Pressing = getattr(request, "environ", {}).get(SCOPE) or Pressing()
        token = current.set(pressing)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        pressing.storable = is_storable(request, response, pressing)
        response.__dict__["pressing"] = pressing
        return response


def is_storable(request: HttpRequest, response: HttpResponseBase, pressing: Pressing) -> bool:
    """Whether `response` is the same for everybody until one of its tags is bumped.

    By type: only what declared its tags is; never a preview, anything of the desk, or what met a session or a cookie.
    """
    control = response.get("Cache-Control", "")
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in KEPT
        and bool(pressing.tags)
        and not response.streaming
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and not any(word in control for word in ("no-store", "private"))
        and not getattr(request, "is_preview", False)
        and not request.path_info.startswith(reverse("wagtailadmin_home"))
    )
