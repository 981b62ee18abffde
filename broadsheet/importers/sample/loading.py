"""Putting the sample edition into a paper, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

from broadsheet.articles import tags
from broadsheet.articles.founding import add_section
from broadsheet.articles.models import Author, Byline, Correction, Front, InfoPage, Section, Story, StoryTopic, Topic
from broadsheet.edge.tags import bump
from broadsheet.importers.sample.bodies import to_blocks
from broadsheet.importers.sample.drawing import Jpeg, draw_jpeg
from broadsheet.importers.sample.dressing import dress_front, dress_paper
from broadsheet.importers.sample.hanging import hang_pictures, hang_portraits
from broadsheet.importers.sample.reading import EditionTexts, StoryText, read_edition
from broadsheet.importers.sample.replies import add_replies
from broadsheet.media.models import Image

UNWRITTEN = json.dumps([{"type": "paragraph", "value": ""}])
"""The body of a story until all stories exist that its text may link to."""


@dataclass
class _Desk:
    """What has been made so far, by name."""

    now: datetime
    pictures: dict[str, Image] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def blocks(self, text: str) -> str:
        ids = {slug: page.pk for slug, page in self.pages.items()}
        return json.dumps(to_blocks(text, ids, {name: image.pk for name, image in self.pictures.items()}))


def load_sample_edition(front: Front, now: datetime, jpeg: Jpeg = draw_jpeg) -> None:
    """Fill the new paper at `front` with the sample edition, its times counted back from `now`.

    `jpeg` gives the illustrations. On any failure nothing is left, neither rows nor picture files.
    """
    texts = read_edition()
    desk = _Desk(now)
    with _no_files_left(desk), transaction.atomic():
        _hire(desk, texts, jpeg)
        hang_pictures(texts.pictures, desk.pictures, jpeg)
        desk.topics |= {slug: Topic.objects.create(slug=slug, **row) for slug, row in texts.topics.items()}
        _open_sections(desk, front, texts)
        for text in _oldest_first(texts.stories):
            desk.pages[text.slug] = _file(desk, text)
        _write_pages(desk, front, texts)
        for text in _oldest_first(texts.stories):
            _write(desk, text)
        add_replies(desk.pages, now)
        dress_paper(front, texts.paper, desk.pages)
        dress_front(front, texts.paper["layout"], desk.pages)
        bump(tags.PAPER)  # the clocks were set without signals


@contextmanager
def _no_files_left(desk: _Desk) -> Iterator[None]:
    """Take picture files away again when loading fails; the database takes its rows back itself."""
    try:
        yield
    except BaseException:
        for image in [*desk.pictures.values(), *(a.portrait for a in desk.authors.values() if a.portrait)]:
            image.file.delete(save=False)
        raise


def _oldest_first(stories: tuple[StoryText, ...]) -> list[StoryText]:
    """Stories in the order in which a newsroom would have filed them."""
    return sorted(stories, key=lambda text: (text.published is not None, text.published), reverse=True)


def _hire(desk: _Desk, texts: EditionTexts, jpeg: Jpeg) -> None:
    for slug, row in texts.authors.items():
        desk.authors[slug] = Author.objects.create(slug=slug, **row)
    hang_portraits(desk.authors, jpeg)


def _open_sections(desk: _Desk, front: Front, texts: EditionTexts) -> None:
    """Sections in the order of their table; a path such as ``politics/city-hall`` opens one below another."""
    for path, row in texts.paper["sections"].items():
        above, _, slug = path.rpartition("/")
        parent = desk.pages[above] if above else front
        desk.pages[path] = add_section(parent, row["title"], slug, row["description"])


def _file(desk: _Desk, text: StoryText) -> Story:
    """The story as an unpublished page with everything but its body."""
    story = Story(
        title=text.headline,
        slug=text.slug,
        live=False,
        short_headline=text.short_headline,
        kicker=text.kicker,
        standfirst=text.standfirst,
        dateline=text.dateline,
        label=text.label,
        lead_image=desk.pictures[text.picture] if text.picture else None,
        lead_caption=text.caption,
        replies_open=text.replies_open,
        body=UNWRITTEN,
    )
    story.bylines = [Byline(author=desk.authors[slug]) for slug in text.authors]
    story.story_topics = [StoryTopic(topic=desk.topics[slug]) for slug in text.topics]
    story.corrections = [Correction(date=desk.now - row.ago, text=row.text) for row in text.corrections]
    section = desk.pages[text.section]
    assert isinstance(section, Section)
    section.refresh_from_db()  # its count of children has moved on
    return section.add_child(instance=story)


def _write(desk: _Desk, text: StoryText) -> None:
    """Write the story's body, then publish it as the desk does, schedule it, or leave it a draft."""
    story = Story.objects.get(pk=desk.pages[text.slug].pk)
    story.body = desk.blocks(text.body)
    if text.published is not None:
        story.first_published_at = desk.now - text.published
    if text.scheduled is not None:
        story.go_live_at = desk.now + text.scheduled
    story.save()
    revision = story.save_revision(log_action=True)
    if text.published is not None or text.scheduled is not None:
        revision.publish()
    _set_clocks(desk, text, story, revision)


def _set_clocks(desk: _Desk, text: StoryText, story: Story, revision: Revision) -> None:
    """Let revision and page tell the times of the edition instead of the moment of loading."""
    if text.published is None:
        return
    published = desk.now - text.published
    changed = desk.now - text.updated if text.updated is not None else None
    Revision.objects.filter(pk=revision.pk).update(created_at=changed or published)
    Story.objects.filter(pk=story.pk).update(
        updated_at=changed,
        last_published_at=changed or published,
        latest_revision_created_at=changed or published,
    )


def _write_pages(desk: _Desk, front: Front, texts: EditionTexts) -> None:
    for text in texts.pages:
        front.refresh_from_db()
        page = front.add_child(instance=InfoPage(title=text.title, slug=text.slug, live=True, body=UNWRITTEN))
        desk.pages[text.slug] = page
    for text in texts.pages:
        page = desk.pages[text.slug]
        page.body = desk.blocks(text.body)
        page.save_revision(log_action=True).publish()
