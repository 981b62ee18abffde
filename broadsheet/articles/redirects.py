"""Redirects, with what an answer for a page that is not there depends on."""

from __future__ import annotations

from itertools import accumulate

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from broadsheet.articles import tags
from broadsheet.edge.tags import depend


class Redirects(RedirectMiddleware):
    """Wagtail's: turns 404 into a redirect where there is one."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """`response`, or the redirect. Either holds until a redirect changes or a page comes to stand at the path."""
        if response.status_code == 404:
            depend(tags.PAPER, tags.TREE, tags.PRIVACY, tags.REDIRECTS, *map(tags.address, _paths(request.path_info)))
        answer: HttpResponseBase = super().process_response(request, response)
        return answer


def _paths(path: str) -> list[str]:
    """`path` and those above it, since an author's feed lies below the author."""
    parts = [part for part in path.split("/") if part]
    return list(accumulate(parts[:20], lambda above, part: f"{above}/{part}"))
