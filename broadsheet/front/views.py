"""Pages that are not in the page tree: authors, topics, corrections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from broadsheet.articles import tags
from broadsheet.articles.lists import live_sections
from broadsheet.articles.looks import Look, listed
from broadsheet.articles.models import Author, Correction, Story, Topic
from broadsheet.articles.paging import Paging
from broadsheet.edge.tags import depend
from broadsheet.media.pictures import prefetch_renditions


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author and their stories, the newest first."""
    person = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    depend(tags.author_stories(person.pk))
    stories = Story.objects.readable().filter(bylines__author=person).order_by("-bylines__published_at")
    rows = stories.values_list("published_at", "pk")
    paging = Paging.of(rows, request, show=listed(Look.LISTED_BELOW, live_sections(request)))
    if person.portrait:
        prefetch_renditions([person.portrait])
    return render(request, "author.html", {"author": person, "paging": paging})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic and its stories, the newest first."""
    matter = get_object_or_404(Topic, slug=slug)
    depend(tags.topic_stories(matter.pk))
    stories = Story.objects.readable().filter(story_topics__topic=matter).order_by("-story_topics__published_at")
    rows = stories.values_list("published_at", "pk")
    paging = Paging.of(rows, request, show=listed(Look.LISTED, live_sections(request)))
    return render(request, "topic.html", {"topic": matter, "paging": paging})


def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, the newest first."""
    depend(tags.CORRECTIONS)
    rows = Correction.objects.filter(story__in=Story.objects.readable()).select_related("story__section")
    return render(request, "corrections.html", {"paging": Paging.of(rows, request)})
