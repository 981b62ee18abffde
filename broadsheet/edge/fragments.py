"""Fragments: parts of a page with an address of their own, put in place by ESI or, without a surrogate, at once.

Where a request announces `Surrogate-Capability: …ESI/1.0…` (Edge Architecture Specification, W3C note 2001) a page
carries `<esi:include>`; otherwise the fragment's view is called and its body stands in the page.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString


def understands_esi(request: HttpRequest) -> bool:
    """Whether a surrogate in front of us assembles ESI."""
    return "ESI/1.0" in request.headers.get("Surrogate-Capability", "")


def has_includes(request: HttpRequest) -> bool:
    """Whether the page that answers `request` holds an `<esi:include>`, and so must say `Surrogate-Control`."""
    return getattr(request, "_broadsheet_includes", False)


def include(request: HttpRequest, path: str) -> SafeString:
    """The fragment at `path`: an `<esi:include>` for a surrogate, else its HTML.

    One that does not exist is left out either way, as where the page is a preview of what nobody may read yet.
    """
    if understands_esi(request):
        request.__dict__["_broadsheet_includes"] = True
        return format_html('<esi:include src="{}" onerror="continue"/>', path)
    match = resolve(path)
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return SafeString("")
    if hasattr(response, "render"):
        response.render()
    return SafeString(response.content.decode(response.charset))
