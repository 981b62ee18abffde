"""The whole paper as an export of WordPress (WXR 1.2), written row by row; `import wordpress` reads it back.

What WordPress has no place for stands in its metadata under names that begin with `_broadsheet`, which it keeps.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from itertools import chain
from typing import Any, TextIO
from urllib.parse import quote

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from wagtail.models import Page

from broadsheet import __version__
from broadsheet.articles.models import Author, Byline, InfoPage, Paper, Section, Story, StoryTopic, Topic
from broadsheet.comments.models import Reply, State
from broadsheet.importers.moving.ledger import portions
from broadsheet.importers.moving.stories import FIELDS
from broadsheet.importers.wordpress.fields import SECTION, STORY
from broadsheet.importers.wordpress.printing import Around, Shown, pages_in, text_of
from broadsheet.media.models import Image

PORTION = 300
PICTURES = 1_000_000_000
"""Pictures are numbered from here: at WordPress posts and pictures share their numbers."""
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
_APPROVED = {State.APPROVED: "1", State.HELD: "0", State.UNCONFIRMED: "0", State.SPAM: "spam"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NO_TIME = "0000-00-00 00:00:00"


def write_export(out: TextIO) -> dict[str, int]:
    """Write the paper into `out`; how many of each kind it holds."""
    writer = _Writer(Paper.objects.select_related("site__root_page").get(site__is_default_site=True))
    for text in writer.parts():
        out.write(text)
    return writer.counts


def element(name: str, text: object, **attributes: str) -> str:
    """An element with text."""
    inner = _ILLEGAL.sub("", str(text)).replace("]]>", "]]]]><![CDATA[>")
    more = "".join(f' {key}="{escape(_ILLEGAL.sub("", value))}"' for key, value in attributes.items())
    return f"<{name}{more}><![CDATA[{inner}]]></{name}>"


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if at else NO_TIME


def _local(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else NO_TIME


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper, self.root = paper, paper.site.root_page.url_path
        self.base = settings.PUBLIC_URL.rstrip("/") if settings.PUBLIC_URL else paper.site.root_url
        self.counts = dict.fromkeys(("stories", "pages", "pictures", "authors", "sections", "topics", "replies"), 0)
        self.sections: dict[int, tuple[str, Section]] = {}
        self.authors: dict[int, str] = {}
        self.private: set[int] = set()
        self._pages: dict[int, tuple[str, str] | None] = {}
        self._pictures: dict[int, Shown | None] = {}

    def parts(self) -> Iterator[str]:
        """The file, piece by piece."""
        yield HEAD
        yield from self._channel()
        yield from self._people()
        yield from self._terms()
        yield f"<generator>https://wordpress.org/?v=6.8 (Broadsheet {__version__})</generator>\n"
        yield from self._images()
        for model, item in ((InfoPage, self._page_item), (Story, self._story_item)):
            yield from self._items(model, item)
        yield "</channel>\n</rss>\n"

    # --- Heads -------------------------------------------------------------------------------------------------------

    def _channel(self) -> Iterator[str]:
        yield f"<title>{escape(_ILLEGAL.sub('', self.paper.name))}</title>\n<link>{escape(self.base)}</link>\n"
        yield f"<description>{escape(_ILLEGAL.sub('', self.paper.description))}</description>\n"
        yield f"<pubDate>{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate>\n"
        yield f"<language>{escape(settings.LANGUAGE_CODE)}</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n"
        yield f"<wp:base_site_url>{escape(self.base)}</wp:base_site_url>\n"
        yield f"<wp:base_blog_url>{escape(self.base)}</wp:base_blog_url>\n"

    def _people(self) -> Iterator[str]:
        for author in Author.objects.order_by("pk"):
            self.authors[author.pk] = author.slug
            self.counts["authors"] += 1
            yield (
                f"<wp:author><wp:author_id>{author.pk}</wp:author_id>{element('wp:author_login', author.slug)}"
                f"{element('wp:author_email', author.email)}{element('wp:author_display_name', author.name)}"
                f"{element('wp:author_first_name', '')}{element('wp:author_last_name', '')}</wp:author>\n"
            )

    def _terms(self) -> Iterator[str]:
        names: set[str] = set()
        sections = Section.objects.order_by("path")
        above = {section.path: section for section in sections}
        for section in sections:
            parent = above.get(section.path[: -Page.steplen])
            key = section.slug
            while key in names:
                key = f"{self.sections[parent.pk][0] if parent else 'section'}-{key}"
            names.add(key)
            self.sections[section.pk] = (key, section)
            self.counts["sections"] += 1
            parent_key = self.sections[parent.pk][0] if parent else ""
            yield (
                f"<wp:category><wp:term_id>{section.pk}</wp:term_id>{element('wp:category_nicename', quote(key))}"
                f"{element('wp:category_parent', quote(parent_key))}{element('wp:cat_name', section.title)}"
                f"{element('wp:category_description', section.description)}"
                f"{_meta('wp:termmeta', SECTION, section.slug)}</wp:category>\n"
            )
        for topic in Topic.objects.order_by("pk").iterator(PORTION):
            self.counts["topics"] += 1
            yield (
                f"<wp:tag><wp:term_id>{PICTURES + topic.pk}</wp:term_id>{element('wp:tag_slug', quote(topic.slug))}"
                f"{element('wp:tag_name', topic.name)}</wp:tag>\n"
            )

    # --- Items -------------------------------------------------------------------------------------------------------

    def _images(self) -> Iterator[str]:
        for image in Image.objects.order_by("pk").iterator(PORTION):
            self.counts["pictures"] += 1
            shown = self._shown(image)
            metas = _meta("wp:postmeta", "_wp_attachment_image_alt", image.description)
            path, link = image.file.name, f"{self.base}/?attachment_id={shown.number}"
            yield (
                f"<item>{element('title', escape(image.title))}<link>{escape(link)}"
                f'</link>{element("dc:creator", "")}<guid isPermaLink="false">{escape(shown.url)}</guid>'
                f"<description></description>{element('content:encoded', '')}"
                f"{element('excerpt:encoded', escape(image.caption))}<wp:post_id>{shown.number}</wp:post_id>"
                f"<wp:post_date>{_local(image.created_at)}</wp:post_date>"
                f"<wp:post_date_gmt>{_time(image.created_at)}</wp:post_date_gmt>"
                "<wp:comment_status>closed</wp:comment_status><wp:ping_status>closed</wp:ping_status>"
                f"{element('wp:post_name', quote(f'picture-{image.pk}'))}<wp:status>inherit</wp:status>"
                "<wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order>"
                "<wp:post_type>attachment</wp:post_type><wp:post_password></wp:post_password>"
                f"<wp:is_sticky>0</wp:is_sticky>{element('wp:attachment_url', shown.url)}"
                f"{_meta('wp:postmeta', '_wp_attached_file', path)}{metas}</item>\n"
            )

    def _items(self, model: Any, item: Any) -> Iterator[str]:
        query = model.objects.order_by("pk")
        if model is Story:
            bylines = Prefetch("bylines", Byline.objects.select_related("author").order_by("sort_order"))
            topics = Prefetch("story_topics", StoryTopic.objects.select_related("topic").order_by("sort_order"))
            query = query.prefetch_related(bylines, topics, "corrections")
        for portion in portions(query.iterator(PORTION), PORTION):
            self._look_up(portion)
            answers = self._answers_of(portion) if model is Story else {}
            for one in portion:
                yield item(one, answers.get(one.pk, ""))

    def _look_up(self, portion: list[Any]) -> None:
        """Fetch what the bodies of `portion` name, and who may read these, together."""
        wanted = set(chain.from_iterable(pages_in(list(one.body.raw_data)) for one in portion))
        rows = Page.objects.filter(pk__in=wanted).values_list("pk", "url_path", "live", "title")
        self._pages = {pk: (self._address(pk, path, live), title) for pk, path, live, title in rows}
        public = Page.objects.filter(pk__in=[one.pk for one in portion]).live().public()
        self.private = {one.pk for one in portion if one.live} - set(public.values_list("pk", flat=True))

    def _address(self, pk: int, url_path: str, live: bool) -> str:
        path = f"/{quote(url_path.removeprefix(self.root))}" if live else f"/?p={pk}"
        return f"{self.base}{path}"

    def _shown(self, image: Image) -> Shown:
        url = image.file.url
        whole = f"{self.base}{url}" if url.startswith("/") else url
        return Shown(PICTURES + image.pk, whole, image.description, image.caption)

    def _picture(self, pk: int) -> Shown | None:
        if pk not in self._pictures:
            if len(self._pictures) > 10 * PORTION:
                self._pictures.clear()
            image = Image.objects.filter(pk=pk).first()
            self._pictures[pk] = self._shown(image) if image else None
        return self._pictures[pk]

    def _body(self, one: Any) -> str:
        return text_of(list(one.body.raw_data), Around(self._pages.get, self._picture))

    def _status(self, one: Any) -> str:
        if one.live:
            return "private" if one.pk in self.private else "publish"
        return "future" if one.go_live_at and one.go_live_at > timezone.now() else "draft"

    def _page_item(self, page: InfoPage, answers: str) -> str:
        self.counts["pages"] += 1
        parent = page.get_parent()
        at, more = page.first_published_at, {"seo_title": page.seo_title, "description": page.search_description}
        above = parent.pk if parent.depth > 2 else 0
        return self._item(page, "page", at, page.last_published_at, "", {STORY: json.dumps(more)}, "", above, False)

    def _story_item(self, story: Story, answers: str) -> str:
        self.counts["stories"] += 1
        at = story.published_at if story.live else story.go_live_at
        names = [self.authors[row.author_id] for row in story.bylines.all()]
        key, section = self.sections[story.section_id or story.get_parent().pk]
        terms = [element("category", section.title, domain="category", nicename=quote(key))]
        for row in story.story_topics.all():
            terms.append(element("category", row.topic.name, domain="post_tag", nicename=quote(row.topic.slug)))
        for row in story.bylines.all():
            terms.append(element("category", row.author.name, domain="author", nicename=f"cap-{row.author.slug}"))
        metas = {STORY: json.dumps(fields_of(story), ensure_ascii=False)}
        if story.lead_image_id:
            metas["_thumbnail_id"] = str(PICTURES + story.lead_image_id)
        inside = "".join(terms) + answers
        by = next(iter(names), "")
        return self._item(
            story, "post", at, story.updated_at, story.standfirst, metas, inside, 0, story.replies_open, by
        )

    def _item(
        self, one: Any, kind: str, at: datetime | None, changed: datetime | None, excerpt: str,
        metas: dict[str, str], inside: str, parent: int, is_open: bool, by: str = "",
    ) -> str:  # fmt: skip
        if one.seo_title:
            metas["_yoast_wpseo_title"] = one.seo_title
        if one.search_description:
            metas["_yoast_wpseo_metadesc"] = one.search_description
        link = self._address(one.pk, one.url_path, one.live)
        mail = f"{at.astimezone(UTC):%a, %d %b %Y %H:%M:%S} +0000" if at else ""
        return (
            f"<item>{element('title', escape(one.title, quote=False))}<link>{escape(link)}</link>"
            f"<pubDate>{mail}</pubDate>"
            f'{element("dc:creator", by)}<guid isPermaLink="false">{escape(f"{self.base}/?p={one.pk}")}</guid>'
            f"<description></description>{element('content:encoded', self._body(one))}"
            f"{element('excerpt:encoded', escape(excerpt, quote=False))}<wp:post_id>{one.pk}</wp:post_id>"
            f"<wp:post_date>{_local(at)}</wp:post_date><wp:post_date_gmt>{_time(at)}</wp:post_date_gmt>"
            f"<wp:post_modified>{_local(changed or at)}</wp:post_modified>"
            f"<wp:post_modified_gmt>{_time(changed or at)}</wp:post_modified_gmt>"
            f"<wp:comment_status>{'open' if is_open else 'closed'}</wp:comment_status>"
            f"<wp:ping_status>closed</wp:ping_status>{element('wp:post_name', quote(one.slug))}"
            f"<wp:status>{self._status(one)}</wp:status><wp:post_parent>{parent}</wp:post_parent>"
            f"<wp:menu_order>0</wp:menu_order><wp:post_type>{kind}</wp:post_type><wp:post_password></wp:post_password>"
            f"<wp:is_sticky>0</wp:is_sticky>{inside}"
            f"{''.join(_meta('wp:postmeta', name, value) for name, value in metas.items())}</item>\n"
        )

    # --- Replies -----------------------------------------------------------------------------------------------------

    def _answers_of(self, portion: list[Story]) -> dict[int, str]:
        found: dict[int, list[str]] = {}
        rows = Reply.objects.filter(story__in=[one.pk for one in portion]).order_by("story_id", "path", "pk")
        for reply in rows.iterator(PORTION):
            self.counts["replies"] += 1
            found.setdefault(reply.story_id, []).append(_answer(reply))
        return {pk: "".join(texts) for pk, texts in found.items()}


def _answer(reply: Reply) -> str:
    return (
        f"<wp:comment><wp:comment_id>{reply.pk}</wp:comment_id>{element('wp:comment_author', reply.name)}"
        f"{element('wp:comment_author_email', reply.email)}"
        f"<wp:comment_author_url>{escape(reply.website)}</wp:comment_author_url>"
        f"{element('wp:comment_author_IP', reply.ip or '')}"
        f"<wp:comment_date>{_local(reply.posted_at)}</wp:comment_date>"
        f"<wp:comment_date_gmt>{_time(reply.posted_at)}</wp:comment_date_gmt>"
        f"{element('wp:comment_content', escape(reply.text, quote=False))}"
        f"<wp:comment_approved>{_APPROVED.get(State(reply.state), 'trash')}</wp:comment_approved>"
        f"<wp:comment_type>comment</wp:comment_type><wp:comment_parent>{reply.parent_id or 0}</wp:comment_parent>"
        "<wp:comment_user_id>0</wp:comment_user_id></wp:comment>"
    )


def fields_of(story: Story) -> dict[str, Any]:
    """What WordPress has no place for."""
    found: dict[str, Any] = {name: value for name in FIELDS if (value := getattr(story, name))}
    more = {"seo_title": story.seo_title, "description": story.search_description}
    corrections = [[one.date.isoformat(), one.text] for one in story.corrections.order_by("date", "pk")]
    return {**found, **more, **({"corrections": corrections} if corrections else {})}


def _meta(name: str, key: str, value: Iterable[str] | str) -> str:
    return f"<{name}>{element('wp:meta_key', key)}{element('wp:meta_value', value)}</{name}>"
