"""Pages that are not in the page tree: authors, topics, corrections, archive; and the fragments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from broadsheet.articles.lists import beneath, fetch_teasers, live_sections, newest_by_section, top_level
from broadsheet.articles.models import Author, Correction, Story, Topic
from broadsheet.front.paging import Paging
from broadsheet.media.pictures import prefetch_renditions
from broadsheet.related.stories import related_to

MORE_NEWS = 4


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author and their stories, the newest first."""
    person = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    stories = Story.objects.readable().filter(bylines__author=person).order_by("-bylines__published_at")
    paging = Paging.of(stories.for_teasers(), request)
    return render(request, "author.html", {"author": person, "paging": paging})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic and its stories, the newest first."""
    matter = get_object_or_404(Topic, slug=slug)
    stories = Story.objects.readable().filter(story_topics__topic=matter).order_by("-story_topics__published_at")
    paging = Paging.of(stories.for_teasers(), request)
    return render(request, "topic.html", {"topic": matter, "paging": paging})


def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, the newest first."""
    rows = Correction.objects.filter(story__in=Story.objects.readable()).select_related("story__section")
    return render(request, "corrections.html", {"paging": Paging.of(rows, request)})


def related(request: HttpRequest, story_id: int) -> HttpResponse:
    """Fragment: the stories related to one."""
    story = get_object_or_404(Story.objects.readable(), pk=story_id)
    stories = related_to(story)
    prefetch_renditions([s.lead_image for s in stories if s.lead_image])
    return render(request, "fragments/related.html", {"stories": stories})


def more_news(request: HttpRequest) -> HttpResponse:
    """Fragment: the newest stories of each section, as tabs."""
    sections = live_sections()
    newest = newest_by_section([s.pk for s in sections], MORE_NEWS)
    tabs = {s: [pk for one in beneath(s, sections) for pk in newest[one]] for s in top_level(sections)}
    stories = fetch_teasers({pk for ids in tabs.values() for pk in ids})
    lists = [
        (section, sorted((stories[pk] for pk in ids if pk in stories), key=_time, reverse=True)[:MORE_NEWS])
        for section, ids in tabs.items()
    ]
    return render(request, "fragments/more_news.html", {"tabs": [tab for tab in lists if tab[1]]})


def _time(story: Story):
    return story.published_at
