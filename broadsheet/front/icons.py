"""What browsers ask for to show the paper on a tab or a home screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.templatetags.static import static

from broadsheet.articles.languages import paper_language, runs_leftwards
from broadsheet.articles.models import Paper
from broadsheet.front import theme

SIZES = (192, 512)


def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that do not read the page's links."""
    return HttpResponsePermanentRedirect(static("front/icons/favicon.ico"))


def manifest(request: HttpRequest) -> HttpResponse:
    """The web application manifest (W3C): name, language, colours, icons."""
    paper = Paper.for_request(request)
    icons = [
        {
            "src": static(f"front/icons/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    content = {
        "name": paper.name,
        "short_name": paper.name,
        "description": paper.description,
        "lang": paper_language(),
        "dir": "rtl" if runs_leftwards(paper_language()) else "ltr",
        "start_url": "/",
        "display": "browser",
        "background_color": theme.LIGHT_PAPER,
        "theme_color": theme.LIGHT_PAPER,
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
