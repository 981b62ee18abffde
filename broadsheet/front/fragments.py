"""The parts of pages that have an address of their own, below `/_f/`."""

from __future__ import annotations

from heapq import merge
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from broadsheet.articles.lists import beneath, live_sections, top_level
from broadsheet.articles.models import Story
from broadsheet.articles.walks import HEADLINE, Along, Found, Headline, Walk, headlines, walk
from broadsheet.related.most_read import most_read as most_read_of
from broadsheet.related.stories import related_to

MORE_NEWS = 4


def related(request: HttpRequest, story_id: int) -> HttpResponse:
    """The stories related to one."""
    story: Story | None = getattr(request, "_broadsheet_story", None)
    if story is None or story.pk != story_id:
        story = Story.objects.readable().for_reading().filter(id=story_id).first()  # pk would overflow on a huge number
    if story is None:
        raise Http404(f"No story {story_id}.")
    return render(request, "fragments/related.html", {"related": related_to(story)})


def more_news(request: HttpRequest) -> HttpResponse:
    """The newest stories of each section, as tabs."""
    sections = live_sections(request)
    found = walk([Walk(Along.SECTION, MORE_NEWS, section.pk) for section in sections], HEADLINE)
    newest = {section.pk: rows for section, rows in zip(sections, found, strict=True)}
    tabs = [(tab, newest_of([newest[pk] for pk in beneath(tab, sections)])) for tab in top_level(sections)]
    return render(request, "fragments/more_news.html", {"tabs": [tab for tab in tabs if tab[1]]})


def most_read(request: HttpRequest, section_id: int | None = None) -> HttpResponse:
    """The most read stories of a section, or of the paper; nothing where too little was read."""
    if section_id is not None and all(section.pk != section_id for section in live_sections(request)):
        raise Http404(f"No section {section_id}.")
    return render(request, "fragments/most_read.html", {"stories": most_read_of(section_id)})


def newest_of(lists: list[Found]) -> list[Headline]:
    """The newest stories of these lists together, as many as a tab shows."""
    return headlines(islice(merge(*lists, reverse=True), MORE_NEWS))
