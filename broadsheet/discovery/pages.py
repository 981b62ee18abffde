"""From a template's context to the page's `Head`: which kind of page it is, and what machines should know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from broadsheet.articles.body import Piece
from broadsheet.articles.languages import own_language
from broadsheet.articles.lists import live_sections
from broadsheet.articles.models import Author, Front, Paper, Section, Story, Topic
from broadsheet.articles.paging import Paging
from broadsheet.articles.plain import paragraphs
from broadsheet.discovery import linked_data
from broadsheet.discovery.addresses import absolute, page_address
from broadsheet.discovery.cards import paper_card, story_card
from broadsheet.discovery.head import NO_INDEX, Head
from broadsheet.discovery.stills import still
from broadsheet.media.pictures import prefetch_renditions

CARD = (1200, 630)
"""The size that networks show whole: 1.91 to 1."""


def head_of(context: Mapping[str, Any]) -> Head:
    """The head of the page that is rendered with `context` (by this room's contract with the templates)."""
    request, paper = context["request"], context["paper"]
    page, author, topic = context.get("page"), context.get("author"), context.get("topic")
    if isinstance(page, Story):
        head = _story(page, paper, request, context)
    elif isinstance(author, Author):
        head = _author(author, paper)
    elif isinstance(topic, Topic):
        head = _topic(topic, paper)
    elif isinstance(page, Page):
        head = _page(page, paper, request)
    else:
        head = _list(paper, request, context.get("paging"))
    if getattr(request, "is_preview", False):
        head.robots = NO_INDEX
    head.feeds.insert(0, (paper.name, absolute("/")))
    return _paged(head, context.get("paging"))


def _story(story: Story, paper: Paper, request: HttpRequest, context: Mapping[str, Any]) -> Head:
    body: list[Piece] = context.get("body") or []
    translations: list[Story] = context.get("translations") or []
    address = page_address(story, request)
    picture = still(story.lead_image, *CARD, "jpeg") if story.lead_image else story_card(story, paper)
    steps = [*_steps(story.section, paper, request), (story.title, address)]
    return Head(
        site=paper.name,
        title=story.title,
        description=story.search_description or story.summary,
        canonical=story.canonical_url or address,
        kind="article",
        picture=picture,
        published=story.published_at,
        modified=story.updated_at or story.published_at,
        authors=[absolute(byline.author.get_absolute_url()) for byline in story.bylines.all()],
        section=story.section.title if story.section else "",
        tags=[row.topic.name for row in story.story_topics.all()],
        feeds=[_feed(story.section, paper, request)] if story.section else [],
        language=own_language(story),
        translations=list(_languages(translations, request)),
        data=[
            linked_data.article(story, paper, address, body, picture, translations),
            linked_data.breadcrumbs(steps),
        ],
    )


def _languages(translations: Iterable[Story], request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Each language with its address, and the original's for who reads none of them (Google, "Localized versions")."""
    for story in translations:
        address = page_address(story, request)
        yield own_language(story), address
        if story.translation_of_id is None:
            yield "x-default", address


def _author(author: Author, paper: Paper) -> Head:
    address = absolute(author.get_absolute_url())
    portrait = None
    if author.portrait:
        prefetch_renditions([author.portrait])
        portrait = still(author.portrait, 600, 600, "jpeg")
    return Head(
        site=paper.name,
        title=author.name,
        description=" ".join(paragraphs(author.bio))[:300] or author.role,
        canonical=address,
        kind="profile",
        picture=portrait or paper_card(paper),
        feeds=[(f"{author.name} – {paper.name}", address)],
        data=[
            linked_data.profile(author, paper, portrait),
            linked_data.breadcrumbs([(paper.name, absolute("/")), (author.name, address)]),
        ],
    )


def _topic(topic: Topic, paper: Paper) -> Head:
    address = absolute(topic.get_absolute_url())
    return Head(
        site=paper.name,
        title=topic.name,
        description=topic.description,
        canonical=address,
        picture=paper_card(paper),
        feeds=[(f"{topic.name} – {paper.name}", address)],
        data=[
            linked_data.collection(topic.name, topic.description, address, topic.name),
            linked_data.breadcrumbs([(paper.name, absolute("/")), (topic.name, address)]),
        ],
    )


def _page(page: Page, paper: Paper, request: HttpRequest) -> Head:
    """A front, a section, or a page that stands alone."""
    address = page_address(page, request)
    is_front = isinstance(page, Front)
    head = Head(
        site=paper.name,
        title=paper.name if is_front else page.title,
        description=page.search_description or (paper.description if is_front else getattr(page, "description", "")),
        canonical=address,
        picture=paper_card(paper),
    )
    if is_front:
        head.data = [linked_data.organisation(paper), linked_data.website(paper)]
    elif isinstance(page, Section):
        head.feeds = [_feed(page, paper, request)]
        head.data = [
            linked_data.collection(page.title, page.description, address),
            linked_data.breadcrumbs(_steps(page, paper, request)),
        ]
    else:
        head.data = [linked_data.breadcrumbs([(paper.name, absolute("/")), (page.title, address)])]
    return head


def _list(paper: Paper, request: HttpRequest, paging: Paging | None) -> Head:
    """A list that belongs to no page, such as the corrections; search results and error pages are not for indexing."""
    match = request.resolver_match
    listed = paging is not None and match is not None and match.view_name != "search"
    return Head(
        site=paper.name,
        title=paper.name,
        canonical=absolute(request.path) if listed else "",
        robots=Head.robots if listed else NO_INDEX,
        picture=paper_card(paper),
    )


def _paged(head: Head, paging: Paging | None) -> Head:
    """`head` of the page of a list that `paging` is: each is canonical for itself and names its neighbours."""
    if isinstance(paging, Paging) and head.canonical:
        first = head.canonical
        numbers = (paging.number, paging.previous, paging.next)
        addresses = [first if number == 1 else number and f"{first}?page={number}" for number in numbers]
        head.canonical, head.previous, head.next = (address or "" for address in addresses)
    return head


def _steps(section: Section | None, paper: Paper, request: HttpRequest) -> list[tuple[str, str]]:
    """From the front down to `section`, as (name, address)."""
    above: list[Section] = []
    if section and section.depth > paper.site.root_page.depth + 1:
        above = [other for other in live_sections(request) if _above(other, section)]
    way = [*above, section] if section else []
    return [(paper.name, absolute("/")), *((one.title, page_address(one, request)) for one in way)]


def _above(other: Section, section: Section) -> bool:
    return other.pk != section.pk and section.path.startswith(other.path)


def _feed(section: Section, paper: Paper, request: HttpRequest) -> tuple[str, str]:
    return f"{section.title} – {paper.name}", page_address(section, request)
