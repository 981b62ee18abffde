"""From a channel to a feed in one of three formats."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.feedgenerator import Enclosure, SyndicationFeed

from broadsheet.articles.languages import paper_language
from broadsheet.articles.models import Paper
from broadsheet.discovery.addresses import absolute, printable
from broadsheet.discovery.atom import Atom
from broadsheet.discovery.channels import Channel
from broadsheet.discovery.entries import Entry, fetch_entries
from broadsheet.discovery.jsonfeed import JsonFeed
from broadsheet.discovery.rss import Rss

FORMATS: dict[str, type[Rss] | type[Atom] | type[JsonFeed]] = {"feed.xml": Rss, "atom.xml": Atom, "feed.json": JsonFeed}
"""Formats by the name of their file, the same below every page that has feeds."""

TTL = 15
"""Minutes for which a reader need not ask again."""


def feed_of(channel: Channel, name: str, paper: Paper, request: HttpRequest) -> SyndicationFeed:
    """The feed of `channel` in the format that `name` stands for, filled."""
    page = absolute(channel.path)
    feed = FORMATS[name](
        title=channel.title,
        link=page,
        description=channel.description,
        language=paper_language(),
        author_name=printable(paper.name),
        author_link=absolute("/"),
        feed_url=absolute(name, page),
        feed_guid=page,
        feed_copyright=printable(paper.publisher_name),
        subtitle=channel.description,
        ttl=TTL,
        icon=absolute(paper.logo.file.url) if paper.logo else "",
        favicon=absolute("/favicon.ico"),
    )
    for entry in fetch_entries(channel.story_ids, paper, request):
        _add(feed, entry)
    return feed


def _add(feed: SyndicationFeed, entry: Entry) -> None:
    feed.add_item(
        title=entry.title,
        link=entry.url,
        description=entry.summary,
        pubdate=entry.published,
        updateddate=entry.updated,
        unique_id=entry.id,
        unique_id_is_permalink=False,
        categories=entry.categories,
        enclosures=_enclosures(entry),
        text=entry.text,
        html=entry.html,
        people=entry.authors,
        picture=entry.picture,
        language=entry.language,
    )


def _enclosures(entry: Entry) -> list[Enclosure]:
    picture = entry.picture
    return [Enclosure(picture.url, str(picture.length), picture.mime)] if picture else []
