"""What readers say in the sample edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import yaml
from wagtail.models import Page

from broadsheet.articles.models import Story
from broadsheet.comments import counting, paths, text
from broadsheet.comments.models import Reply, State
from broadsheet.comments.posting import token
from broadsheet.importers.sample.reading import EDITION, span


def add_replies(pages: Mapping[str, Page], now: datetime) -> None:
    """Put the edition's replies below its stories, none of them later than `now`."""
    rows = yaml.safe_load((EDITION / "replies.yaml").read_text(encoding="utf-8"))
    for slug, talk in rows.items():
        story = Story.objects.get(pk=pages[slug].pk)
        for reply in _said(story, talk, None, now):
            counting.moved(story.pk, "", reply.state)


def _said(story: Story, talk: list[dict[str, Any]], parent: Reply | None, now: datetime) -> Iterator[Reply]:
    """Each reply of `talk` and those that answer it, as they are kept."""
    for row in talk:
        reply = _reply(story, row, parent, now)
        reply.save(force_insert=True)
        yield reply
        yield from _said(story, row.get("answers", []), reply, now)


def _reply(story: Story, row: dict[str, Any], parent: Reply | None, now: datetime) -> Reply:
    assert story.published_at is not None
    at = min(story.published_at + span(row["after"]), now)
    author = story.authors[0] if row.get("author") else None
    name = author.name if author else row["name"]
    words, path = text.clean(row["text"]), paths.path(parent.path if parent else "", at)
    email = f"{text.clean_line(name).replace(' ', '.').lower()}@readers.example"
    return Reply(
        story=story,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        path=path,
        thread=path[: paths.COMPONENT],
        state=State.APPROVED,
        name=name,
        email=email,
        text=words,
        posted_at=at,
        approved_at=at,
        likes=row.get("likes", 0),
        featured=row.get("featured", False),
        role=author.role if author else "",
        by_author=bool(author),
        token=token(email, parent.pk if parent else None, words),
    )
