"""What a feed covers: the whole paper, a section with those below it, an author, or a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from broadsheet.articles import tags
from broadsheet.articles.lists import beneath, live_sections
from broadsheet.articles.models import Author, Paper, Section, Topic
from broadsheet.articles.models.story import closed
from broadsheet.articles.prepared import Prepared, words
from broadsheet.articles.walks import Along, Walk, walk
from broadsheet.discovery.addresses import printable
from broadsheet.edge.tags import depend

ITEMS = 30
"""Stories in a feed."""
(_PATH,) = words(1)
_SECTION: Prepared[Section] = Prepared(
    lambda: Section.objects.live().filter(~closed(), url_path=_PATH).defer("layout").order_by()[:1], (_PATH,)
)


@dataclass(frozen=True)
class Channel:
    """One feed's matter: its title and description, the path of the page it goes with, and its stories' ids."""

    title: str
    description: str
    path: str
    story_ids: list[int]


def whole_paper(paper: Paper) -> Channel:
    """The newest stories of all sections."""
    return _channel("", paper.description or paper.motto, "/", paper, [Walk(Along.PAPER, ITEMS)])


def of_section(paper: Paper, request: HttpRequest, path: str) -> Channel:
    """The newest stories of the section at `path` and of those below it; Http404 where there is none to read."""
    found = _SECTION.fetch(f"{paper.site.root_page.url_path}{path}/")
    if not found:
        raise Http404(f"No section {path}.")
    section = found[0]
    depend(tags.PRIVACY, tags.page(section.pk))
    walks = [Walk(Along.SECTION, ITEMS, pk) for pk in beneath(section, live_sections(request))]
    return _channel(section.title, section.description, section.get_url(request) or f"/{path}/", paper, walks)


def of_author(paper: Paper, slug: str) -> Channel:
    """The newest stories of one author; Http404 for an unknown one."""
    author = get_object_or_404(Author, slug=slug)
    walks = [Walk(Along.AUTHOR, ITEMS, author.pk)]
    return _channel(author.name, author.role, author.get_absolute_url(), paper, walks)


def of_topic(paper: Paper, slug: str) -> Channel:
    """The newest stories on one topic; Http404 for an unknown one."""
    topic = get_object_or_404(Topic, slug=slug)
    walks = [Walk(Along.TOPIC, ITEMS, topic.pk)]
    return _channel(topic.name, topic.description, topic.get_absolute_url(), paper, walks)


def _channel(title: str, description: str, path: str, paper: Paper, walks: Sequence[Walk]) -> Channel:
    newest = sorted({row for rows in walk(walks) for row in rows}, reverse=True)[:ITEMS]
    full_title = f"{title} – {paper.name}" if title else paper.name
    return Channel(printable(full_title), printable(description or paper.name), path, [pk for _, pk in newest])
