"""Feeds, sitemaps, robots.txt, share pictures: each parses the address, makes one call, answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from broadsheet.articles.models import Paper, Story
from broadsheet.discovery import cards, channels, news, sitemap_xml, sitemaps
from broadsheet.discovery.addresses import printable
from broadsheet.discovery.channels import Channel
from broadsheet.discovery.drawing import Card
from broadsheet.discovery.feeds import FORMATS, feed_of
from broadsheet.discovery.responses import answer
from broadsheet.discovery.robots import robots_txt

FEED_MINUTES = 5
SITEMAP_MINUTES = 60
XML = "application/xml; charset=utf-8"


@require_safe
def paper_feed(request: HttpRequest, name: str) -> HttpResponseBase:
    """The whole paper's feed."""
    paper = Paper.for_request(request)
    return _feed(request, channels.whole_paper(paper), name, paper)


@require_safe
def section_feed(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """A section's feed."""
    paper = Paper.for_request(request)
    return _feed(request, channels.of_section(paper, request, path), name, paper)


@require_safe
def author_feed(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """An author's feed."""
    paper = Paper.for_request(request)
    return _feed(request, channels.of_author(paper, slug), name, paper)


@require_safe
def topic_feed(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """A topic's feed."""
    paper = Paper.for_request(request)
    return _feed(request, channels.of_topic(paper, slug), name, paper)


def _feed(request: HttpRequest, channel: Channel, name: str, paper: Paper) -> HttpResponseBase:
    feed = feed_of(channel, name, paper, request)
    return answer(request, feed.writeString("utf-8"), FORMATS[name].content_type, minutes=FEED_MINUTES)


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The index of all sitemaps."""
    return answer(request, sitemap_xml.index(sitemaps.files()), XML, minutes=SITEMAP_MINUTES)


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponseBase:
    """The sitemap of everything that is no story."""
    return answer(request, sitemap_xml.urlset(sitemaps.pages(request)), XML, minutes=SITEMAP_MINUTES)


@require_safe
def sitemap_month(request: HttpRequest, year: str, month: str, part: str | None = None) -> HttpResponseBase:
    """The sitemap of a month's stories."""
    entries = sitemaps.stories_of(int(year), int(month), int(part or 1), request)
    return answer(request, sitemap_xml.urlset(entries), XML, minutes=SITEMAP_MINUTES)


@require_safe
def news_sitemap(request: HttpRequest, part: int | None = None) -> HttpResponseBase:
    """The news sitemap at its fixed address: one file, or the index of its parts; or one of the parts."""
    parts = news.parts() if part is None else []
    if parts:
        return answer(request, sitemap_xml.index(parts), XML, minutes=FEED_MINUTES)
    entries = news.stories_of(1 if part is None else part, request)
    text = sitemap_xml.news_urlset(entries, printable(Paper.for_request(request).name))
    return answer(request, text, XML, minutes=FEED_MINUTES)


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """What crawlers may fetch."""
    return answer(request, robots_txt(), "text/plain; charset=utf-8", minutes=SITEMAP_MINUTES)


@require_safe
def story_share(request: HttpRequest, story_id: str, version: str) -> HttpResponseBase:
    """The share picture of a story; leads to the present one from an address of an earlier one."""
    story = get_object_or_404(Story.objects.readable().select_related("section").defer("body"), pk=story_id)
    card = cards.card_of(Paper.for_request(request), story)
    return _share(card, version, reverse("share-story", args=[story_id, card.version]))


@require_safe
def paper_share(request: HttpRequest, version: str) -> HttpResponseBase:
    """The share picture of the paper."""
    card = cards.card_of(Paper.for_request(request))
    return _share(card, version, reverse("share-paper", args=[card.version]))


def _share(card: Card, version: str, present: str) -> HttpResponseBase:
    if version != card.version:
        return HttpResponseRedirect(present)
    response = HttpResponse(cards.file_of(card), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
