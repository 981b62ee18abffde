"""Addresses for machines. A section's feeds lie below the section, wherever that stands in the tree."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from broadsheet.discovery import replies, views
from broadsheet.discovery.feeds import FORMATS

_MONTH = r"^sitemap-(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<part>[1-9][0-9]{0,3}))?\.xml$"
_SHARE = r"^share/(?P<story_id>[0-9]{1,18})-(?P<version>[0-9a-f]{1,64})\.png$"
"""No more digits than a database's whole numbers have."""


def _feeds(name: str) -> list[URLPattern]:
    return [
        path(name, views.paper_feed, {"name": name}),
        path(f"authors/<str:slug>/{name}", views.author_feed, {"name": name}),
        path(f"topics/<str:slug>/{name}", views.topic_feed, {"name": name}),
        path(f"<path:path>/{name}", views.section_feed, {"name": name}),
    ]


urlpatterns = [
    path("replies/atom.xml", replies.paper_feed, name="replies-paper-feed"),
    path("replies/counts.json", replies.counts, name="reply-counts"),
    path("replies/<int:story_id>/atom.xml", replies.story_feed, name="replies-feed"),
    path("replies/<int:story_id>/replies.json", replies.story_json, name="replies-json"),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap_index),
    path("sitemap-pages.xml", views.sitemap_pages),
    re_path(_MONTH, views.sitemap_month),
    path("news-sitemap.xml", views.news_sitemap),
    path("news-sitemap-<int:part>.xml", views.news_sitemap),
    path("share/paper-<slug:version>.png", views.paper_share, name="share-paper"),
    re_path(_SHARE, views.story_share, name="share-story"),
    *(pattern for name in FORMATS for pattern in _feeds(name)),
]
