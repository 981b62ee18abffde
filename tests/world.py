"""The small worlds that tests build for themselves."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as PILImage
from wagtail.rich_text import RichText

from broadsheet.articles.founding import add_section as add_section
from broadsheet.articles.founding import found_paper
from broadsheet.articles.models import Author, Byline, Front, Section, Story, StoryTopic, Topic
from broadsheet.media.models import Image

_numbers = count(1)


def paper(*sections: str) -> Front:
    """A paper called The Test with live sections of these titles."""
    front = found_paper("The Test", "http://testserver")
    for title in sections:
        add_section(front, title, title.lower().replace(" ", "-"))
    return front


def section(title: str) -> Section:
    """The section of that title."""
    return Section.objects.get(title=title)


def author(name: str = "Ada Reporter", **fields: Any) -> Author:
    """An author, made once by name."""
    return Author.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-"), **fields})[0]


def topic(name: str) -> Topic:
    """A topic, made once by name."""
    return Topic.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


def image(width: int = 900, height: int = 600, **fields: Any) -> Image:
    """A picture of one colour."""
    data = BytesIO()
    PILImage.new("RGB", (width, height), (30, 90, 160)).save(data, "JPEG")
    data.seek(0)
    fields = {"title": f"Picture {next(_numbers)}", "description": "A blue field.", **fields}
    return Image.objects.create(file=ImageFile(data, name=f"{fields['title']}.jpg"), **fields)


def story(
    where: Section,
    title: str | None = None,
    *,
    live: bool = True,
    at: datetime | None = None,
    body: list[tuple[str, Any]] | None = None,
    authors: tuple[Author, ...] | None = None,
    topics: tuple[str, ...] = (),
    **fields: Any,
) -> Story:
    """A story in `where`, published through a revision as the desk does it (a draft where `live` is false)."""
    number = next(_numbers)
    title = title or f"Story number {number}"
    fields = {"slug": f"story-{number}", **fields}
    new = Story(
        title=title, live=False, body=body or [("paragraph", RichText("<p>One sentence. Another one.</p>"))], **fields
    )
    new.bylines = [Byline(author=one) for one in (authors if authors is not None else (author(),))]
    new.story_topics = [StoryTopic(topic=topic(name)) for name in topics]
    where.add_child(instance=new)
    if at:
        new.first_published_at = at
        new.save()
    revision = new.save_revision()
    if live:
        revision.publish()
        new = Story.objects.get(pk=new.pk)
    return new
