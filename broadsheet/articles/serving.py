"""Answering for a page: stories by one look-up, everything else as Wagtail does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from wagtail import views
from wagtail.url_routing import RouteResult

from broadsheet.articles import tags
from broadsheet.articles.lists import live_sections
from broadsheet.articles.models import Paper, Story
from broadsheet.articles.prepared import Prepared, words
from broadsheet.articles.whole import complete
from broadsheet.edge.readings import SUBJECT
from broadsheet.edge.tags import depend

_SLUG, _PATH = words(2)
_STORY: Prepared[Story] = Prepared(
    lambda: Story.objects.readable().select_related("lead_image").filter(slug=_SLUG, url_path=_PATH).order_by()[:1],
    (_SLUG, _PATH),
)


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page at `path`; raises Http404 where there is none."""
    depend(tags.PRIVACY, tags.TREE)
    story = find_story(request, path)
    if story:
        request._wagtail_route_for_request = RouteResult(story)  # type: ignore[attr-defined]
    response = views.serve(request, path)
    if story and response.status_code == 200:
        response[SUBJECT] = str(story.pk)
    return response


def find_story(request: HttpRequest, path: str) -> Story | None:
    """The story that anybody may read at `path` (without a leading slash), with all that its page shows."""
    slugs = [part for part in path.split("/") if part]
    front = Paper.for_request(request).site.root_page
    if len(slugs) < 2:
        return None
    url_path = f"{front.url_path}{'/'.join(slugs)}/"
    story = next(iter(_STORY.fetch(slugs[-1], url_path)), None)
    if story:
        complete([story], live_sections(request))
        story.found_readable = True
        request._broadsheet_story = story  # type: ignore[attr-defined]
    return story
