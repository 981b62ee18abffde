"""Security headers: a strict Content-Security-Policy on what readers see, a looser one at the desk.

A page that carries an inline style names its hash with `allow_style`; nothing else inline runs.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from broadsheet.edge.fragments import has_includes

PUBLIC = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
DESK = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; form-action 'self'; "
    "base-uri 'self'; frame-ancestors 'self'"
)
"""Wagtail's lists within forms (bylines, corrections) and its date fields carry inline scripts; without them no byline
can be added."""
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def allow_style(request: HttpRequest, source: str) -> None:
    """Let the page that answers `request` carry an inline style; `source` is its hash, as in 'sha256-…' with quotes."""
    request.__dict__.setdefault("_broadsheet_styles", set()).add(source)


class HeadersMiddleware:
    """Adds the headers to every response that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            # A preview was answered as the public page first, which may not be framed.
            response.headers["Content-Security-Policy"] = DESK
        response.headers.setdefault("Content-Security-Policy", policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if has_includes(request):
            response.headers["Surrogate-Control"] = 'content="ESI/1.0"'
        return response


def policy(request: HttpRequest) -> str:
    """The Content-Security-Policy for what `request` asks for."""
    if request.path_info.startswith(reverse("wagtailadmin_home")):
        return DESK
    styles = "".join(f" {one}" for one in sorted(getattr(request, "_broadsheet_styles", ())))
    return PUBLIC.format(styles=styles)
