"""Choosing a story for a front or for “Read also”: live stories only, the newest first, whatever their section."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from broadsheet.articles.models import Story

STORY = Story._meta.label_lower


def newest_live_stories(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Hook `construct_page_chooser_queryset`: where only stories can be chosen, list them instead of the page tree.

    Wagtail's chooser shows the children of one page; only within a section are those the ones wanted.
    """
    if request.GET.get("page_type", "").lower() != STORY:
        return pages
    match = request.resolver_match
    opened = match.kwargs.get("parent_page_id") if match else None
    searching = bool(match and match.url_name and "search" in match.url_name)
    if searching or (opened and Story.objects.filter(section=opened).exists()):
        return pages.live().order_by() if searching else pages.live().order_by("-story__published_at")
    return Page.objects.type(Story).live().order_by("-story__published_at").defer_streamfields().specific()
