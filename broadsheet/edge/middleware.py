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
        pressing.unkept = unkept(request, response, pressing)
        pressing.storable = not pressing.unkept
        response.__dict__["pressing"] = pressing
        return response


def unkept(request: HttpRequest, response: HttpResponseBase, pressing: Pressing) -> str:
    """Why `response` is not kept; "" where it is the same for everybody until one of its tags is bumped.

    By type: only what declared its tags is; never a preview, anything of the desk, or what met a session or a cookie.
    """
    control = response.get("Cache-Control", "")
    faults = {
        f"{request.method} does not read": request.method not in ("GET", "HEAD"),
        f"its status is {response.status_code}": response.status_code not in KEPT,
        "it is streamed": response.streaming,
        "it sets a cookie": bool(response.cookies),
        "it differs by the reader's cookies (Vary)": "cookie" in response.get("Vary", "").lower(),
        f"it says Cache-Control: {control}": any(word in control for word in ("no-store", "private")),
        "it is a preview": getattr(request, "is_preview", False),
        "it is the desk's": request.path_info.startswith(reverse("wagtailadmin_home")),
        "it names nothing that it depends on": not pressing.tags,
        # Else each page could be kept as often as a query has values.
        "it does not differ by the query that it was asked with": not pressing.queries.issuperset(request.GET),
    }
    return next((words for words, stands in faults.items() if stands), "")
