"""Addresses for machines. A section's feeds lie below the section, wherever that stands in the tree."""

from __future__ import annotations

from django.urls import URLPattern, path

from broadsheet.discovery import views
from broadsheet.discovery.feeds import FORMATS


def _feeds(name: str) -> list[URLPattern]:
    return [
        path(name, views.paper_feed, {"name": name}),
        path(f"authors/<str:slug>/{name}", views.author_feed, {"name": name}),
        path(f"topics/<str:slug>/{name}", views.topic_feed, {"name": name}),
        path(f"<path:path>/{name}", views.section_feed, {"name": name}),
    ]


urlpatterns = [pattern for name in FORMATS for pattern in _feeds(name)]
