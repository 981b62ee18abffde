"""Choosing a story for a front or for “Read also”: live stories only, the newest first, whatever their section."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from broadsheet.articles.models import Story

STORY = Story._meta.label_lower
LISTED = 250
"""How many stories there are to leaf through; the others are found by their words."""


def newest_live_stories(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Hook `construct_page_chooser_queryset`: where only stories can be chosen, list them instead of the page tree.

    Wagtail's chooser shows the children of one page; only within a section are those the ones wanted.
    """
    if request.GET.get("page_type", "").lower() != STORY:
        return pages
    match = request.resolver_match
    opened = match.kwargs.get("parent_page_id") if match else None
    searching = bool(match and match.url_name and "search" in match.url_name)
    if searching:
        return with_status(pages.live().order_by().defer_streamfields())
    if opened and Story.objects.filter(section=opened).exists():
        return with_status(pages.live().order_by("-story__published_at"))
    newest = Story.objects.live().order_by("-published_at").values_list("pk", flat=True)[:LISTED]
    stories = Page.objects.filter(pk__in=list(newest)).order_by("-story__published_at")
    return with_status(stories.defer_streamfields().specific())


def with_status(pages: PageQuerySet) -> PageQuerySet:
    """With what the column of states asks of each row."""
    return pages.prefetch_workflow_states().annotate_approved_schedule()
