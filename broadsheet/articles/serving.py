"""Answering for a page: stories by one look-up, everything else as Wagtail does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from wagtail import views
from wagtail.url_routing import RouteResult

from broadsheet.articles.lists import live_sections
from broadsheet.articles.models import Paper, Story


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page at `path`; raises Http404 where there is none."""
    story = find_story(request, path)
    if story:
        request._wagtail_route_for_request = RouteResult(story)  # type: ignore[attr-defined]
    return views.serve(request, path)


def find_story(request: HttpRequest, path: str) -> Story | None:
    """The story that anybody may read at `path` (without a leading slash), with all that its page shows."""
    slugs = [part for part in path.split("/") if part]
    front = Paper.for_request(request).site.root_page
    if len(slugs) < 2:
        return None
    url_path = f"{front.url_path}{'/'.join(slugs)}/"
    # The section is one of those that the menu needs anyway; joining it would fetch two wide rows more.
    stories = Story.objects.readable().for_reading().select_related(None).select_related("lead_image")
    story = stories.filter(slug=slugs[-1], url_path=url_path).order_by().first()
    if story:
        story.found_readable = True
        section = next((one for one in live_sections(request) if one.pk == story.section_id), None)
        story.section = section or story.section
        request._broadsheet_story = story  # type: ignore[attr-defined]
    return story
