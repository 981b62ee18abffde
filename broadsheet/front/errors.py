"""Pages for what goes wrong, in the paper's dress and without the database, which may be what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from broadsheet.front import theme


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _page(request, "403.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return _page(request, "500.html", 500)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """`template` without context processors: with the name and the look that the last page had, if there was one."""
    html = render_to_string(template, {"paper": theme.last_worn(), "request": request})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
