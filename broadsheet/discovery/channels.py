"""What a feed covers: the whole paper, a section with those below it, an author, or a topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Site

from broadsheet.articles.lists import beneath, live_sections
from broadsheet.articles.models import Author, Paper, Section, Story, Topic
from broadsheet.articles.models.story import StoryQuerySet
from broadsheet.articles.walks import newest_ids
from broadsheet.discovery.addresses import printable

ITEMS = 30
"""Stories in a feed."""


@dataclass(frozen=True)
class Channel:
    """One feed's matter: its title and description, the path of the page it goes with, and its stories' ids."""

    title: str
    description: str
    path: str
    story_ids: list[int]


def whole_paper(paper: Paper) -> Channel:
    """The newest stories of all sections."""
    return _channel("", paper.description or paper.motto, "/", paper, [Story.objects.readable().newest_first()])


def of_section(paper: Paper, request: HttpRequest, path: str) -> Channel:
    """The newest stories of the section at `path` and of those below it; Http404 where there is none to read."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("No paper appears at this address.")
    url_path = f"{site.root_page.url_path}{path}/"
    section = get_object_or_404(Section.objects.live().public().defer("layout"), url_path=url_path)
    ids = beneath(section, live_sections())
    queries = [Story.objects.readable().filter(section=pk).newest_first() for pk in ids]
    return _channel(section.title, section.description, section.get_url(request) or f"/{path}/", paper, queries)


def of_author(paper: Paper, slug: str) -> Channel:
    """The newest stories of one author; Http404 for an unknown one."""
    author = get_object_or_404(Author, slug=slug)
    stories = Story.objects.readable().filter(bylines__author=author).order_by("-bylines__published_at")
    return _channel(author.name, author.role, author.get_absolute_url(), paper, [stories])


def of_topic(paper: Paper, slug: str) -> Channel:
    """The newest stories on one topic; Http404 for an unknown one."""
    topic = get_object_or_404(Topic, slug=slug)
    stories = Story.objects.readable().filter(story_topics__topic=topic).order_by("-story_topics__published_at")
    return _channel(topic.name, topic.description, topic.get_absolute_url(), paper, [stories])


def _channel(title: str, description: str, path: str, paper: Paper, queries: Iterable[StoryQuerySet]) -> Channel:
    found = newest_ids([query[:ITEMS] for query in queries])
    newest = sorted({pair for pairs in found for pair in pairs}, reverse=True)[:ITEMS]
    full_title = f"{title} – {paper.name}" if title else paper.name
    return Channel(printable(full_title), printable(description or paper.name), path, [pk for _, pk in newest])
