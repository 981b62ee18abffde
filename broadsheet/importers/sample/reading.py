"""Reading the texts of an edition: YAML tables, and Markdown files with a YAML head. Knows no database.

A story's file name is its slug. The head names what stands around the text; times are told as the span between them
and the moment of loading, as in ``2d 4h`` or ``45m``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

EDITION = Path(__file__).parent / "edition"
_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.S)
_SPAN = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?")


class EditionError(Exception):
    """A file of the edition cannot be read; the text says which, and what is wrong with it."""


@dataclass(frozen=True)
class CorrectionText:
    """What was wrong, and how long ago that was said."""

    ago: timedelta
    text: str


@dataclass(frozen=True)
class StoryText:
    """One story as its file has it. `published` is None for a draft; `scheduled` is how far ahead it appears."""

    slug: str
    headline: str
    section: str
    authors: tuple[str, ...]
    standfirst: str
    body: str
    topics: tuple[str, ...] = ()
    short_headline: str = ""
    kicker: str = ""
    dateline: str = ""
    label: str = "news"
    picture: str = ""
    caption: str = ""
    published: timedelta | None = None
    updated: timedelta | None = None
    scheduled: timedelta | None = None
    replies_open: bool = True
    corrections: tuple[CorrectionText, ...] = ()


@dataclass(frozen=True)
class PageText:
    """A page that is not news."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True)
class EditionTexts:
    """All texts of an edition. `paper`, `authors`, `topics` and `pictures` are the tables of the same name."""

    paper: dict[str, Any]
    authors: dict[str, dict[str, Any]]
    topics: dict[str, dict[str, Any]]
    pictures: dict[str, dict[str, Any]]
    stories: tuple[StoryText, ...]
    pages: tuple[PageText, ...] = field(default_factory=tuple)


def read_edition(folder: Path = EDITION) -> EditionTexts:
    """All texts below `folder`; raises EditionError."""
    return EditionTexts(
        paper=_table(folder / "paper.yaml"),
        authors=_table(folder / "authors.yaml"),
        topics=_table(folder / "topics.yaml"),
        pictures=_table(folder / "pictures.yaml"),
        stories=tuple(read_story(path) for path in sorted((folder / "stories").glob("*.md"))),
        pages=tuple(_page(path) for path in sorted((folder / "pages").glob("*.md"))),
    )


def read_story(path: Path) -> StoryText:
    """The story in the file `path`; raises EditionError."""
    head, body = _split(path)
    for name in ("published", "updated", "scheduled"):
        if name in head:
            head[name] = _within(path, head[name])
    for name in ("authors", "topics"):
        head[name] = tuple(head.get(name, ()))
    head["corrections"] = tuple(
        CorrectionText(_within(path, row["ago"]), row["text"]) for row in head.get("corrections", ())
    )
    try:
        return StoryText(slug=path.stem, body=body, **head)
    except TypeError as error:
        raise EditionError(f"{path}: {error}") from None


def _page(path: Path) -> PageText:
    head, body = _split(path)
    return PageText(path.stem, head["title"], body)


def span(text: str) -> timedelta:
    """The span that `text` tells, as in ``1d 3h``; raises ValueError."""
    match = _SPAN.fullmatch(text.strip())
    if not match or not any(match.groups()):
        raise ValueError(f"{text!r} is not a span of time such as 2d 4h or 45m")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _within(path: Path, text: str) -> timedelta:
    try:
        return span(str(text))
    except ValueError as error:
        raise EditionError(f"{path}: {error}") from None


def _table(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise EditionError(f"{path}: {error}") from None
    if not isinstance(found, dict):
        raise EditionError(f"{path}: is not a table of names and values")
    return found


def _split(path: Path) -> tuple[dict[str, Any], str]:
    match = _HEAD.match(path.read_text(encoding="utf-8"))
    if not match:
        raise EditionError(f"{path}: does not begin with a head between two lines of ---")
    try:
        head = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise EditionError(f"{path}: {error}") from None
    return head, match[2].strip()
