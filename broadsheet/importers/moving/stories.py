"""A record as a story: the rows of a new one, and a known one brought up to date by the desk's own way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from wagtail.models import Locale, Page

from broadsheet.articles.models import Byline, Correction, Section, Story, StoryTopic
from broadsheet.articles.models.story import Label
from broadsheet.articles.plain import paragraphs
from broadsheet.articles.teasers import sentence_ends, summarise
from broadsheet.importers.moving.ledger import digest
from broadsheet.importers.moving.places import Places
from broadsheet.importers.moving.records import Record, State
from broadsheet.importers.moving.rows import Row, columns, prepared

STANDFIRST = 400
FIELDS = ("kicker", "short_headline", "dateline", "label", "lead_caption", "canonical_url", "language")
"""Fields that only exports of our own fill, most of them."""
_TAG = re.compile(r"<[^<>]*>")
SHORTEST = timedelta(minutes=1)


@dataclass
class Ready:
    """A record in this paper's terms: checked, cut to size, placed."""

    record: Record
    live: bool
    title: str
    standfirst: str
    blocks: list[dict[str, Any]]
    body: str
    section: Section
    authors: list[int]
    topics: list[int]
    first_text: str
    words: str

    def hash(self, pk_of_section: int) -> str:
        """What would be found here if nobody edited it."""
        record = self.record
        at = record.published_at if self.live else None
        more = (record.seo_title[:255], record.description, *_fields(record).values())
        return _hash(
            *(self.title, self.standfirst, self.blocks, self.live, record.picture, at),
            *(self.authors, self.topics, pk_of_section, *more),
        )


def ready(record: Record, places: Places, seed: str) -> Ready:
    """`record` as a story; what has to be changed for that is added to its notes."""
    body = body_of(record, seed)
    texts = [text for block in body for text in words_of(block["type"], block["value"])]
    title = record.title or _headline(texts, record)
    if len(title) > 255:
        record.notes.append("headline longer than 255 characters: cut at a word")
        title = title[:250].rsplit(" ", 1)[0]
    live = record.state == State.PUBLIC
    if live and not body:
        record.notes.append("has no text: kept as a draft, not public")
        live = False
    stored = json.dumps(body, ensure_ascii=False, sort_keys=True)
    first = next((text for block in body if block["type"] == "paragraph" for text in _first(block["value"])), "")
    standfirst = _standfirst(record)
    section = places.section_of(record)
    return Ready(
        record, live, title, standfirst, body, stored, section, places.authors_of(record), places.topics_of(record),
        first, " ".join([standfirst, *texts]),
    )  # fmt: skip


def _first(html: str) -> list[str]:
    """The text of the first paragraph of a text of ours, [] where it has none."""
    end = html.find("</p>")
    return paragraphs(html[: end + 4] if end > 0 and html.startswith("<p>") else html)[:1]


def body_of(record: Record, seed: str) -> list[dict[str, Any]]:
    """The body of `record` as it is stored; the same `seed` gives its blocks the same ids."""
    return [
        {"type": kind, "value": _value(kind, value, seed, n), "id": _id(seed, n)}
        for n, (kind, value) in enumerate(record.body)
    ]


def _value(kind: str, value: Any, above: str, place: int) -> Any:
    if kind not in ("read_also", "gallery"):
        return value
    seed = digest(above, place)
    if kind == "read_also":
        return {"stories": [{"type": "item", "value": pk, "id": _id(seed, n)} for n, pk in enumerate(value["stories"])]}
    items = [{"type": "item", "value": one, "id": _id(seed, n)} for n, one in enumerate(value["pictures"])]
    return {**value, "pictures": items}


def _id(*seed: object) -> str:
    return str(UUID(digest(*seed)))


def words_of(kind: str, value: Any) -> Iterable[str]:
    """The words of a block."""
    if kind == "paragraph":
        yield unescape(_TAG.sub(" ", value))
    elif kind == "heading":
        yield value
    elif kind == "pull_quote":
        yield f"{value['text']} {value['speaker']}"
    elif kind == "embed":
        yield value["title"]
    elif kind == "fact_box":
        yield f"{value['title']} {unescape(_TAG.sub(' ', value['text']))}"
    elif kind == "table":
        yield " ".join(cell for row in value["table"]["rows"] for cell in row["values"])


def _headline(texts: list[str], record: Record) -> str:
    record.notes.append("has no headline: its first words stand for one")
    text = next((text for text in texts if text.strip()), "")
    short = text[:80].rsplit(" ", 1)[0] if len(text) > 80 else text
    return short.strip() or f"Untitled {record.key}"


def _standfirst(record: Record) -> str:
    text = record.standfirst
    if len(text) <= STANDFIRST:
        return text
    fitting = [end for end in sentence_ends(text, "en") if end <= STANDFIRST]
    record.notes.append(f"excerpt longer than {STANDFIRST} characters: cut after a sentence")
    return text[: fitting[-1]] if fitting else ""


def _hash(title: str, standfirst: str, body: list[dict[str, Any]], *more: object) -> str:
    published = [one.isoformat() if isinstance(one, datetime) else one for one in more]
    return digest(title, standfirst, body, published)


def hash_of(story: Story) -> str:
    """The same of what stands here now."""
    body = list(story.body.raw_data)
    authors = list(story.bylines.values_list("author_id", flat=True))
    topics = list(story.story_topics.values_list("topic_id", flat=True))
    at = story.published_at if story.live else None
    return _hash(
        story.title, story.standfirst, body, story.live, story.lead_image_id, at,
        authors, topics, story.section_id, story.seo_title, story.search_description,
        *(getattr(story, name) for name in FIELDS),
    )  # fmt: skip


class Rows:
    """The rows of new stories, by the columns that all of them share."""

    def __init__(self, places: Places, source: str) -> None:
        self._source = source
        story = Story(
            title="",
            live=True,
            numchild=0,
            depth=3,
            locale=Locale.objects.get(pk=places.front.locale_id),
            content_type=ContentType.objects.get_for_model(Story),
        )
        self._page, self._story = columns(Page, story), columns(Story, story)

    def of(self, pk: int, slug: str, step: int, one: Ready) -> dict[type, list[Row]]:
        """All rows of the story with the id `pk`, the `step`th child of its section."""
        record, section = one.record, one.section
        at = prepared(record.published_at) if one.live else None
        changed = record.updated_at
        shows = one.live and changed and record.published_at and changed - record.published_at >= SHORTEST
        page = {
            **self._page,
            "id": pk,
            "path": Page._get_path(section.path, section.depth + 1, step),
            "depth": section.depth + 1,
            "title": one.title,
            "draft_title": one.title,
            "slug": slug,
            "url_path": f"{section.url_path}{slug}/",
            "live": one.live,
            "has_unpublished_changes": not one.live,
            "first_published_at": at,
            "last_published_at": prepared(changed) if shows else at,
            "seo_title": record.seo_title[:255],
            "search_description": record.description,
            "translation_key": digest(self._source, record.kind, record.key),
        }
        story = {
            **self._story,
            "page_ptr_id": pk,
            "standfirst": one.standfirst,
            "body": one.body,
            "section_id": section.pk,
            "lead_image_id": record.picture,
            **_fields(record),
            "replies_open": record.answers_open,
            "published_at": at,
            "updated_at": prepared(changed) if shows else None,
            "summary": summarise(one.standfirst, one.first_text),
        }
        return {
            Page: [page],
            Story: [story],
            Byline: _links("author_id", one.authors, pk, at),
            StoryTopic: _links("topic_id", one.topics, pk, at),
            Correction: [
                {"story_id": pk, "sort_order": None, "date": prepared(when), "text": text}
                for when, text in record.fields.get("corrections", ())
            ],
        }


def _fields(record: Record) -> dict[str, str]:
    """Values of `FIELDS`, as they are stored."""
    found = {name: str(record.fields.get(name, "")) for name in FIELDS}
    return {**found, "label": found["label"] or Label.NEWS.value, "lead_caption": record.caption[:400]}


def _links(column: str, targets: Iterable[int], story: int, at: Any) -> list[Row]:
    return [
        {"story_id": story, column: target, "sort_order": number, "published_at": at}
        for number, target in enumerate(targets)
    ]


def slug_of(record: Record, title: str) -> str:
    """The last part of a story's address."""
    return slugify(record.slug or title, allow_unicode=True)[:200].strip("-") or f"story-{slugify(record.key)}"


def bring_up_to_date(story: Story, one: Ready) -> None:
    """Let `story` say what the source says now, saved as the desk saves."""
    record = one.record
    story.title, story.draft_title, story.standfirst = one.title, one.title, one.standfirst
    story.body = story.body.stream_block.to_python(json.loads(one.body))
    story.lead_image_id = record.picture
    for name, value in _fields(record).items():
        setattr(story, name, value)
    story.seo_title, story.search_description = record.seo_title[:255], record.description
    story.live, story.has_unpublished_changes = one.live, not one.live
    if one.live:
        story.published_at = story.first_published_at = record.published_at
    story.bylines = [Byline(author_id=pk, sort_order=n) for n, pk in enumerate(one.authors)]
    story.story_topics = [StoryTopic(topic_id=pk, sort_order=n) for n, pk in enumerate(one.topics)]
    story.save()


def schedule(pk: int, at: datetime) -> None:
    """Let the story with the id `pk`, a draft, go live at `at`, as the desk would."""
    story = Story.objects.get(pk=pk)
    story.go_live_at = at
    story.save_revision(approved_go_live_at=at, clean=False)
    Story.objects.filter(pk=pk).update(go_live_at=at)
