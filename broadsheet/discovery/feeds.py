"""From a channel to a feed in one of three formats; each entry is printed once for all feeds that carry it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from sys import getsizeof
from typing import NamedTuple

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
from broadsheet.edge.pieces import known, pressed
from broadsheet.edge.tags import depend

FORMATS: dict[str, type[Rss] | type[Atom] | type[JsonFeed]] = {"feed.xml": Rss, "atom.xml": Atom, "feed.json": JsonFeed}
"""Formats by the name of their file, the same below every page that has feeds."""


class Item(NamedTuple):
    """An entry as one format prints it."""

    text: str
    updateddate: datetime
    """By its name in Django's generators, which take the time of a feed from those of its items."""


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
    printed = {pk: known(("item", name, pk)) for pk in channel.story_ids}
    missing = [pk for pk, item in printed.items() if item is None]
    for pk, entry in fetch_entries(missing, paper, request).items() if missing else ():
        printed[pk] = pressed(("item", name, pk), partial(_print, feed, entry), lambda item: getsizeof(item.text))
    feed.items = [item._asdict() for item in printed.values() if item is not None]
    return feed


def _print(feed: Rss | Atom | JsonFeed, entry: Entry) -> Item:
    depend(*entry.tags)
    text = feed.printed(
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
    return Item(text, entry.updated)


def _enclosures(entry: Entry) -> list[Enclosure]:
    picture = entry.picture
    return [Enclosure(picture.url, str(picture.length), picture.mime)] if picture else []
