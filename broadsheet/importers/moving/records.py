"""What any source says of a paper, in words of no source: readers make these, the writer alone reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class State(StrEnum):
    """Who might see a thing at the source; only PUBLIC is public here."""

    PUBLIC = "public"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PRIVATE = "private"
    PASSWORD = "password"  # noqa: S105 - the name of a state


@dataclass(frozen=True)
class Term:
    """A category (which may be a section here) or a tag. `count`: how many things carry it."""

    key: str
    kind: str
    name: str
    slug: str
    parent: str = ""
    count: int = 0
    section: str = ""
    """The slug of the section that it was in an export of ours."""


@dataclass(frozen=True)
class Answer:
    """What a reader replied; `parent` is the key of the one that it answers, "" for none."""

    key: str
    name: str
    text: str
    at: datetime
    state: str
    parent: str = ""
    email: str = ""
    website: str = ""
    ip: str = ""


@dataclass
class Record:
    """A story or page, whole. `authors` and `terms` are keys, `body` is (block type, value)."""

    key: str
    kind: str
    title: str
    slug: str
    state: State
    published_at: datetime | None
    body: list[tuple[str, Any]]
    updated_at: datetime | None = None
    standfirst: str = ""
    seo_title: str = ""
    description: str = ""
    authors: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    primary: str = ""
    picture: int | None = None
    caption: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    """Further fields of a story by name, checked; and `corrections`, as (time, text)."""
    answers: list[Answer] = field(default_factory=list)
    answers_open: bool = True
    parent: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sketch:
    """A story or page before it is worth reading whole: `hash` says whether it changed since it was last read."""

    key: str
    kind: str
    hash: str
    make: Callable[[], Record]


@dataclass(frozen=True)
class Old:
    """An address at the source and what stood there, as (kind, key); or where it led on, as `url`."""

    path: str
    kind: str
    key: str
    url: str = ""


class Source(Protocol):
    """A paper elsewhere. What it says of itself is known once it was surveyed."""

    name: str
    title: str
    people: dict[str, str]
    terms: dict[str, Term]

    def keys(self) -> Iterator[tuple[str, str]]:
        """(kind, key) of every story and page that has a place here, in order."""

    def sketches(self) -> Iterator[Sketch]:
        """Every story and page that has a place here, in the same order."""

    def addresses(self) -> Iterator[Old]:
        """The addresses at which they stood."""
