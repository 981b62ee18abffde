"""Pages that are no stories (About, Contact): few, so made one by one by the tree's own way, parents first."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from wagtail.models import Page

from broadsheet.articles import tags
from broadsheet.articles.models import InfoPage
from broadsheet.edge.tags import bump
from broadsheet.importers.models import Moved
from broadsheet.importers.moving import ledger
from broadsheet.importers.moving.records import Record, State
from broadsheet.importers.moving.rows import columns, index, insert
from broadsheet.importers.moving.stories import body_of, words_of
from broadsheet.importers.moving.writer import Writer


def write_pages(writer: Writer) -> None:
    """Write the pages that `writer` has gathered; what has not changed is left alone."""
    known = ledger.rows_of(writer.move, [("page", sketch.key) for sketch in writer.pages])
    waiting: dict[str, tuple[Record, Moved]] = {}
    for sketch in writer.pages:
        row = known["page", sketch.key]
        if row.read == writer.read(sketch):
            writer.outcomes["unchanged"] += 1
            continue
        row.read = writer.read(sketch)
        waiting[sketch.key] = (sketch.make(), row)
    for key in _parents_first(waiting):
        record, row = waiting[key]
        with transaction.atomic():
            _write(writer, record, row)
            row.notes = record.notes
            ledger.mark([row])


def _parents_first(waiting: dict[str, tuple[Record, Moved]]) -> list[str]:
    order: list[str] = []
    for key in waiting:
        chain: list[str] = []
        while key in waiting and key not in order and key not in chain:
            chain.append(key)
            key = waiting[key][0].parent
        if key in chain:
            waiting[key][0].notes.append("is above itself at the source: put at the top")
            waiting[key][0].parent = ""
        order += [one for one in reversed(chain) if one not in order]
    return order


def _write(writer: Writer, record: Record, row: Moved) -> None:
    body = json.dumps(body_of(record, f"{writer.move.source}:{record.key}"), ensure_ascii=False)
    live = record.state == State.PUBLIC
    title = (record.title or f"Untitled {record.key}")[:255]
    wanted = ledger.digest(title, json.loads(body), live)
    page = InfoPage.objects.filter(pk=row.target).first()
    if row.written and page is None:
        writer.outcomes["deleted here"] += 1
        record.notes[:] = ["deleted here since it was imported: left so"]
        return
    if page is None:
        page = InfoPage(title=title, live=live, body=_blocks(body))
        page.id = page.page_ptr_id = row.target
        page.seo_title, page.search_description = record.seo_title[:255], record.description
        page.first_published_at = record.published_at if live else None
        _hang(writer, page, record)
        writer.outcomes["new"] += 1
    elif ledger.digest(page.title, list(page.body.raw_data), page.live) != row.written or page.latest_revision_id:
        writer.outcomes["edited here"] += 1
        writer.edited.append(record.key)
        record.notes.append("edited here since it was imported: the newer text of the export was not taken")
        return
    elif wanted != row.written:
        page.title, page.draft_title, page.body, page.live = title, title, _blocks(body), live
        page.save()
        writer.outcomes["updated"] += 1
    row.written = wanted


def _blocks(body: str) -> Any:
    return InfoPage._meta.get_field("body").stream_block.to_python(json.loads(body))


def _hang(writer: Writer, page: InfoPage, record: Record) -> None:
    """Put a new page below the one that it belongs to, else below the front, at a free address."""
    above = ledger.target_of(writer.move, "page", record.parent) if record.parent else None
    parent: Page = InfoPage.objects.filter(pk=above).first() or writer.places.front
    parent.refresh_from_db()
    wanted = slugify(record.slug or page.title, allow_unicode=True)[:200] or f"page-{slugify(record.key)}"
    slug, number = wanted, 2
    while _is_taken(parent, slug):
        slug, number = f"{wanted}-{number}", number + 1
    if slug != wanted:
        record.notes.append(f"something else has its address: it is at …/{slug}/")
    _insert(page, parent, slug, ledger.digest(writer.move.source, "page", record.key))
    row_text = " ".join(text for block in page.body.raw_data for text in words_of(block["type"], block["value"]))
    index(InfoPage, [(str(page.pk), page.title, row_text)])
    bump(tags.PAPER)


def _insert(page: InfoPage, parent: Page, slug: str, key: str) -> None:
    """The rows of `page` with the id that it was given before; Wagtail gives ids only itself."""
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    step = Page._str2int(last.path[-Page.steplen :]) + 1 if last else 1
    page.slug, page.url_path, page.draft_title = slug, f"{parent.url_path}{slug}/", page.title
    page.path, page.depth, page.numchild = Page._get_path(parent.path, parent.depth + 1, step), parent.depth + 1, 0
    page.translation_key, page.locale_id = UUID(key), parent.locale_id
    page.last_published_at, page.has_unpublished_changes = page.first_published_at, not page.live
    page.content_type = ContentType.objects.get_for_model(InfoPage)
    insert(Page, [columns(Page, page)])
    insert(InfoPage, [columns(InfoPage, page)])
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)


def _is_taken(parent: Page, slug: str) -> bool:
    if Page.objects.filter(url_path=f"{parent.url_path}{slug}/").exists():
        return True
    try:
        return parent.depth == 2 and resolve(f"/{slug}/").url_name not in ("page", "wagtail_serve")
    except Resolver404:
        return False
