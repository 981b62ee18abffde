"""Wiring only: what is answered without loading Django's half: static files, media, metrics; and compression."""

from __future__ import annotations

from django.conf import settings
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp

from broadsheet.edge.compression import Compression
from broadsheet.edge.files import Files
from broadsheet.edge.metrics import Metrics


def around(inside: ASGIApp) -> ASGIApp:
    """An application that leaves everything else to `inside`."""
    routes: list[BaseRoute] = [
        Route("/metrics", Metrics(settings.EDGE_FOLDER / "counts", settings.METRICS_TOKEN)),
        Mount("/media", Files(settings.MEDIA_ROOT, max_age=86400, headers=settings.MEDIA_HEADERS)),
    ]
    if not settings.DEBUG:  # else they are not collected, and Django finds them
        routes.append(Mount("/static", Files(settings.STATIC_ROOT, max_age=3600)))
    return Compression(Router(routes, redirect_slashes=False, default=inside))
