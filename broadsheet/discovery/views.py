"""Feeds, sitemaps, robots.txt: each parses the address, makes one call, answers."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from broadsheet.articles.models import Paper
from broadsheet.discovery import channels
from broadsheet.discovery.channels import Channel
from broadsheet.discovery.feeds import FORMATS, feed_of
from broadsheet.discovery.responses import answer

FEED_MINUTES = 5


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
