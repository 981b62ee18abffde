"""Stories as feeds carry them, whatever the feed's format: one `Entry` each, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import repeat

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from broadsheet.articles import tags
from broadsheet.articles.body import Piece, prepare_many
from broadsheet.articles.lists import live_sections
from broadsheet.articles.models import Correction, Paper, Story
from broadsheet.articles.models.paper import FeedText
from broadsheet.articles.models.story import Label
from broadsheet.articles.whole import fetch_whole
from broadsheet.discovery.addresses import absolute, page_address, printable, tag_uri
from broadsheet.discovery.prose import for_elsewhere
from broadsheet.discovery.stills import Still, still
from broadsheet.edge.pieces import known, pressed
from broadsheet.edge.pressing import gathered
from broadsheet.edge.tags import depend
from broadsheet.media.pictures import prefetch_renditions

WIDTH, HEIGHT = 1200, 800


@dataclass(frozen=True)
class Person:
    """An author by name and the address of their page."""

    name: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One story. `text` is its summary as plain text, `summary` as HTML; `html` is the whole story, "" where the
    paper's feeds carry summaries only, which then note the corrections. `updated` is never before `published`."""

    id: str
    url: str
    title: str
    text: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    categories: tuple[str, ...]
    picture: Still | None
    language: str
    """"" for the paper's."""
    tags: frozenset[str]
    """What it depends on."""

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return 2_000 + 2 * (len(self.html) + len(self.summary) + len(self.text))


def fetch_entries(ids: Collection[int], paper: Paper, request: HttpRequest) -> dict[int, Entry]:
    """The readable stories among `ids`, by id; those that are not known from another feed are fetched together."""
    found: dict[int, Entry] = {pk: entry for pk in ids if (entry := known(("entry", pk))) is not None}
    missing = [pk for pk in ids if pk not in found]
    stories = fetch_whole(missing, live_sections(request)) if missing else []
    pictures = [story.lead_image for story in stories if story.lead_image]
    bodies: Iterable[list[Piece] | None] = repeat(None)
    if paper.feed_text == FeedText.FULL:
        bodies = prepare_many([story.body for story in stories], *pictures)
    else:
        prefetch_renditions(pictures)
    for story, pieces in zip(stories, bodies, strict=False):
        make = partial(_entry, story, pieces, request)
        found[story.pk] = pressed(("entry", story.pk), make, lambda entry: entry.size)
    return found


def _entry(story: Story, pieces: list[Piece] | None, request: HttpRequest) -> Entry:
    with gathered() as pressing:
        _depend_on(story, pieces)
        entry = _made(story, pieces, request)
    return replace(entry, tags=frozenset(pressing.tags))


def _depend_on(story: Story, pieces: list[Piece] | None) -> None:
    """All that was fetched before, together with other stories."""
    depend(tags.PAPER, tags.TREE, tags.story(story.pk))
    depend(*(tags.author(byline.author_id) for byline in story.bylines.all()))
    depend(*(tags.topic(row.topic_id) for row in story.story_topics.all()))
    depend(*(tag for piece in pieces or () for tag in piece.tags))


def _made(story: Story, pieces: list[Piece] | None, request: HttpRequest) -> Entry:
    url, corrections = page_address(story, request), story.corrections.all()
    picture = still(story.lead_image, WIDTH, HEIGHT) if story.lead_image else None
    updated = max([story.published_at, story.updated_at or story.published_at, *(c.date for c in corrections)])
    return Entry(
        id=tag_uri(story),
        url=url,
        title=printable(story.title),
        text=printable(story.summary),
        summary=printable(_summary(story, corrections=pieces is None)),
        html="" if pieces is None else printable(for_elsewhere(_whole(story, pieces, picture), url)),
        published=story.published_at,
        updated=updated,
        authors=tuple(_people(story)),
        categories=tuple(printable(category) for category in _categories(story)),
        picture=picture,
        language=story.language,
        tags=frozenset(),
    )


def _people(story: Story) -> Iterable[Person]:
    for byline in story.bylines.all():
        yield Person(printable(byline.author.name), absolute(byline.author.get_absolute_url()))


def _categories(story: Story) -> Iterable[str]:
    if story.section:
        yield story.section.title
    if story.label != Label.NEWS:
        yield story.get_label_display()
    yield from (row.topic.name for row in story.story_topics.all())


def _summary(story: Story, *, corrections: bool) -> str:
    notes = [correction_note(correction) for correction in story.corrections.all()] if corrections else []
    return "\n".join([format_html("<p>{}</p>", story.summary), *notes] if story.summary else notes)


def _whole(story: Story, pieces: list[Piece], picture: Still | None) -> str:
    """Standfirst, lead picture with its credit, text, corrections."""
    parts: list[str] = [format_html("<p><em>{}</em></p>", story.standfirst)] if story.standfirst else []
    if picture:
        parts.append(_figure(story, picture))
    parts += [piece.html for piece in pieces]
    parts += [correction_note(correction) for correction in story.corrections.all()]
    return "\n".join(parts)


def _figure(story: Story, picture: Still) -> str:
    words = " ".join(filter(None, (story.lead_caption or story.lead_image.caption, story.lead_image.credit)))
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}"><figcaption>{}</figcaption></figure>',
        picture.url,
        picture.width,
        picture.height,
        picture.alt,
        words,
    )


def correction_note(correction: Correction) -> str:
    """A correction as a paragraph that names its day."""
    day = date_format(localtime(correction.date), "DATE_FORMAT")
    return format_html("<p><strong>{}</strong> {}</p>", _("Correction, %(day)s:") % {"day": day}, correction.text)
