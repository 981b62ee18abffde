"""Fills a paper with stories by the thousand: the rows that publishing writes, written in bulk.

Wagtail finds the tree sound afterwards (`fixtree` has nothing to do), lists, feeds and search find the stories. What is
left out: revisions and the log, which no public page reads. Works on SQLite and PostgreSQL.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.models import Locale, Page
from wagtail.search.models import IndexEntry

from bench.bulk import bulk, in_bulk, search_index_in_bulk
from bench.words import NAMES, TOPICS, Writer, words
from broadsheet.articles import tags
from broadsheet.articles.founding import add_section
from broadsheet.articles.models import Author, Byline, Front, Section, Story, StoryTopic, Topic
from broadsheet.articles.teasers import summarise
from broadsheet.edge.tags import bump
from broadsheet.media.models import Image
from broadsheet.media.pictures import make_renditions

SECTIONS = ("Politics", "Sports", "National News", "Community", "Business", "Culture", "Science", "Opinion")
CHUNK = 2000
PICTURE_EVERY = 5

Row = dict[str, Any]


class Filler:
    """Writes stories below `front`, the oldest first, from `years` ago until now."""

    def __init__(
        self,
        front: Front,
        *,
        years: float = 8,
        pictures: int = 1,
        shapes: tuple[str, ...] = (),
        sections: Sequence[str] = SECTIONS,
    ) -> None:
        self.front = front
        self.years = years
        self.writer = Writer()
        self.random = self.writer.random
        self.sections = _sections(front, sections)
        self.authors = _named(Author, words(NAMES))
        self.topics = _named(Topic, words(TOPICS))
        self.pictures = [_picture(number, shapes) for number in range(pictures)]
        self._steps = {section.pk: _last_step(section) for section in self.sections}
        self._keys = uuid4().hex[:16]
        self._page, self._story = self._patterns()

    def _patterns(self) -> tuple[Row, Row]:
        """The columns that all stories share, ready for the database."""
        story = Story(
            title="",
            live=True,
            has_unpublished_changes=False,
            depth=self.sections[0].depth + 1,
            numchild=0,
            locale=Locale.objects.get(pk=self.front.locale_id),
            content_type=ContentType.objects.get_for_model(Story),
        )
        return _columns(Page, story), _columns(Story, story)

    def fill(self, count: int) -> float:
        """Write `count` stories; stories written a second."""
        start = time.perf_counter()
        times = _times(count, self.years)
        first = (Page.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        stories = (self._rows(first + number, at) for number, at in enumerate(times))
        with in_bulk(), transaction.atomic(), search_index_in_bulk():
            while chunk := list(islice(stories, CHUNK)):
                self._write(chunk)
            self._finish()
            bump(tags.PAPER)  # what is written in bulk sends no signals
        return count / (time.perf_counter() - start)

    def _rows(self, pk: int, at: datetime) -> dict[str, Any]:
        """All rows of one story, by table."""
        section = self.sections[pk % len(self.sections)]
        title, paragraphs, when = self.writer.headline(), self.writer.text(), _prepared(at)
        standfirst = self.random.choice(self.writer.sentences) if pk % 3 else ""
        self._steps[section.pk] += 1
        slug = f"story-{pk}"
        page = {
            **self._page,
            "id": pk,
            "path": Page._get_path(section.path, section.depth + 1, self._steps[section.pk]),
            "title": title,
            "draft_title": title,
            "slug": slug,
            "url_path": f"{section.url_path}{slug}/",
            "first_published_at": when,
            "last_published_at": when,
            "translation_key": f"{self._keys}{pk:016x}",
        }
        picture = self.pictures[pk % len(self.pictures)].pk if self.pictures and pk % PICTURE_EVERY == 0 else None
        story = {
            **self._story,
            "page_ptr_id": pk,
            "standfirst": standfirst,
            "body": self._body(paragraphs),
            "section_id": section.pk,
            "lead_image_id": picture,
            "published_at": when,
            "summary": summarise(standfirst, "" if standfirst else paragraphs[0]),
            "label": "opinion" if section.slug == "opinion" else "news",
        }
        authors = self.random.sample(self.authors, 2 if pk % 7 == 0 else 1)
        topics = self.random.sample(self.topics, pk % 3 + 1)
        return {
            "page": page,
            "story": story,
            "bylines": _links("author_id", authors, pk, when),
            "topics": _links("topic_id", topics, pk, when),
            "text": (str(pk), title, " ".join([standfirst, *paragraphs])),
        }

    def _body(self, paragraphs: Sequence[str]) -> str:
        """A body as the desk stores it: text blocks of a few paragraphs with a heading between them."""
        cut = len(paragraphs) // 2
        parts: list[tuple[str, str | Sequence[str]]] = [
            ("paragraph", paragraphs[:cut]),
            ("heading", self.writer.headline()),
            ("paragraph", paragraphs[cut:]),
        ]
        blocks = [
            {"type": kind, "value": _value(value), "id": str(UUID(int=self.random.getrandbits(128)))}
            for kind, value in parts
        ]
        return json.dumps(blocks, ensure_ascii=False)

    def _write(self, stories: Sequence[dict[str, Any]]) -> None:
        _insert(Page, (one["page"] for one in stories))
        _insert(Story, (one["story"] for one in stories))
        _insert(Byline, (row for one in stories for row in one["bylines"]))
        _insert(StoryTopic, (row for one in stories for row in one["topics"]))
        _index([one["text"] for one in stories])

    def _finish(self) -> None:
        for section in self.sections:
            Page.objects.filter(pk=section.pk).update(numchild=_children(section).count())
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Page]):
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE")


def _value(text: str | Sequence[str]) -> str:
    if isinstance(text, str):
        return text
    return "".join(f'<p data-block-key="k{number}">{paragraph}</p>' for number, paragraph in enumerate(text))


def _sections(front: Front, titles: Sequence[str]) -> list[Section]:
    known = {section.title: section for section in Section.objects.child_of(front)}
    return [known.get(title) or add_section(front, title, title.lower().replace(" ", "-")) for title in titles]


def _named(model: type[Author] | type[Topic], names: list[str]) -> list[int]:
    slugs = {name.lower().replace(" ", "-"): name for name in names}
    model.objects.bulk_create([model(name=name, slug=slug) for slug, name in slugs.items()], ignore_conflicts=True)
    return list(model.objects.filter(slug__in=slugs).order_by("slug").values_list("pk", flat=True))


def _picture(number: int, shapes: tuple[str, ...]) -> Image:
    """A picture of the pool with its renditions in `shapes`, made once."""
    title = f"Pool picture {number}"
    known = Image.objects.filter(title=title).first()
    if known:
        return known
    data = io.BytesIO()
    Drawing.linear_gradient("L").resize((1600, 1067)).convert("RGB").rotate(90 * number).save(data, "JPEG")
    data.seek(0)
    image = Image.objects.create(
        title=title, file=ImageFile(data, f"pool-{number}.jpg"), description="Light over dark.", credit="The pool"
    )
    make_renditions(image, shapes)
    return image


def _children(section: Section) -> models.QuerySet[Page]:
    """Asked of the table, because treebeard trusts the number of children that the section had when it was read."""
    found: models.QuerySet[Page] = Page.objects.filter(path__startswith=section.path, depth=section.depth + 1)
    return found


def _last_step(section: Section) -> int:
    last = _children(section).order_by("path").last()
    return Page._str2int(last.path[-Page.steplen :]) if last else 0


def _times(count: int, years: float) -> Iterator[datetime]:
    """`count` instants over the last `years`, the newest an hour ago."""
    newest = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    between = timedelta(days=365 * years) / max(count, 1)
    return (newest - between * number for number in range(count - 1, -1, -1))


def _prepared(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _columns(model: type[models.Model], instance: models.Model) -> Row:
    """What `instance` would write into the table of `model`, by column."""
    fields = model._meta.local_concrete_fields
    row = {f.column: f.get_db_prep_save(getattr(instance, f.attname), connection) for f in fields}
    return {column: value for column, value in row.items() if column != "body"}


def _links(column: str, targets: Iterable[int], story: int, when: Any) -> list[Row]:
    return [
        {"story_id": story, column: target, "sort_order": number, "published_at": when}
        for number, target in enumerate(targets)
    ]


def _insert(model: type[models.Model], rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        names = list(rows[0])
        bulk(model._meta.db_table, names, [tuple(row[name] for name in names) for row in rows])


def _index(texts: Sequence[tuple[str, str, str]]) -> None:
    """Search entries (id, title, body) as Wagtail's database backends keep them."""
    kind = ContentType.objects.get_for_model(Story).pk
    table = IndexEntry._meta.db_table
    average = sum(len(title) for _, title, _ in texts) / len(texts)
    if connection.vendor == "postgresql":
        _index_postgres(table, kind, average, texts)
        return
    names = ("content_type_id", "object_id", "title_norm", "title", "autocomplete", "body")
    bulk(table, names, [(kind, pk, average / len(title), title, title, body) for pk, title, body in texts])


def _index_postgres(table: str, kind: int, average: float, texts: Sequence[tuple[str, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS texts (pk text, title text, body text)")
        cursor.execute("TRUNCATE texts")
        with cursor.copy("COPY texts FROM STDIN") as copy:
            for row in texts:
                copy.write_row(row)
        cursor.execute(
            f"""INSERT INTO {table}
                (content_type_id, object_id, title_norm, title, autocomplete, body, title_text, body_text)
                SELECT %s, pk, %s / length(title), setweight(to_tsvector(title), 'C'), to_tsvector('simple', title),
                setweight(to_tsvector(body), 'D'), title, body FROM texts""",
            [kind, average],
        )


def fill(front: Front, count: int, **options: Any) -> float:
    """Fill the paper below `front` with `count` stories; stories written a second (pictures and names not counted)."""
    return Filler(front, **options).fill(count)
