"""The report of a move: what the export held against what is here, each difference with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count

from broadsheet.articles.models import Author, Byline, InfoPage, Story, StoryTopic
from broadsheet.comments.models import Reply
from broadsheet.importers.models import Move, Moved
from broadsheet.importers.moving.answers import prefix
from broadsheet.media.models import Image

MOST_NOTES = 2_000
DELETED = "deleted here since it was imported"


@dataclass
class Line:
    """One thing that is counted: `export` there, `here` now, and why what is missing is missing."""

    name: str
    export: int
    here: int
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Whether every one that is not here has its reason."""
        return self.export == self.here + sum(self.reasons.values())


@dataclass
class Report:
    """All of it. `adds_up` decides the exit code."""

    source: str
    lines: list[Line] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)
    mapping: dict[str, Any] = field(default_factory=dict)
    flagged: dict[str, str] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    changed_in_all: int = 0
    dead: list[dict[str, str]] = field(default_factory=list)
    """Old addresses that lead nowhere."""
    spoilt: list[dict[str, str]] = field(default_factory=list)
    """Pictures whose file is not what was taken in."""

    @property
    def adds_up(self) -> bool:
        """Whether nothing is missing without a reason."""
        return all(line.adds_up for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """For --report."""
        lines = [{**asdict(line), "adds_up": line.adds_up} for line in self.lines]
        return {**asdict(self), "lines": lines, "adds_up": self.adds_up}


def here(move: Move, kind: str, model: type[Story] | type[InfoPage]) -> tuple[int, int]:
    """How many things of that kind are here, and how many were and have been deleted since."""
    rows = Moved.objects.filter(move=move, kind=kind).exclude(written="")
    found = model.objects.filter(pk__in=rows.values("target")).count()
    return found, rows.count() - found


def pictures(move: Move) -> int:
    """How many of the source's pictures are here."""
    found = Moved.objects.filter(move=move, kind="picture", target__isnull=False)
    return found.filter(target__in=Image.objects.values("pk")).count()


def bylines(move: Move) -> Counter[str]:
    """How many of the moved stories stand under each name."""
    stories = Moved.objects.filter(move=move, kind="story").values("target")
    rows = Byline.objects.filter(story__in=stories).order_by().values_list("author").annotate(count=Count("pk"))
    names = dict(Author.objects.values_list("pk", "name"))
    return Counter({names[pk]: count for pk, count in rows})


def topics(move: Move) -> Counter[int]:
    """How many of the moved stories carry each topic."""
    stories = Moved.objects.filter(move=move, kind="story").values("target")
    rows = StoryTopic.objects.filter(story__in=stories).order_by().values_list("topic").annotate(count=Count("pk"))
    return Counter(dict(rows))


def depths(move: Move) -> Counter[int]:
    """How many of the moved replies there are at each depth."""
    found = Reply.objects.filter(token__startswith=prefix(move.source)).order_by()
    return Counter(dict(found.values_list("depth").annotate(count=Count("pk"))))


def notes(move: Move) -> Iterator[tuple[str, str, list[str]]]:
    """(kind, key, what was left out or changed) of each thing of which something was."""
    rows = Moved.objects.filter(move=move).exclude(notes=[]).order_by("pk")
    yield from rows.values_list("kind", "key", "notes").iterator()
