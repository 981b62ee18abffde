"""What a front shows: the editor's layout filled up with the newest stories, none shown twice.

Chosen stories claim their places first, wherever they stand; then the gaps fill from the top down. The number of
queries is the same for any number of blocks: ids of the newest of all sections (1); of the stories whose teasers are
not known the rows (1), bylines with authors and portraits (1), renditions of pictures (1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import cycle, islice
from typing import Any

from django.utils.timezone import localdate
from wagtail.blocks import StreamValue

from broadsheet.articles.lists import beneath, top_level
from broadsheet.articles.looks import Look, Teaser, complete
from broadsheet.articles.models import Section
from broadsheet.articles.walks import Along, Found, Walk, time_of, walk

SECONDARY = 3
LATEST = 8
STRIP = 5
STRIPS = (("lead-and-list", 5), ("across", 4))
"""Style and number of stories of the strips that nobody laid out, in turn: a front has a rhythm by itself."""


@dataclass
class Slot:
    """One block of a front: its kind, the ids chosen for it, and how many stories it shows in all."""

    kind: str
    count: int
    chosen: list[int] = field(default_factory=list)
    section: Section | None = None
    title: str = ""
    style: str = "lead-and-list"
    stories: list[Teaser] = field(default_factory=list)
    times: Mapping[int, Any] = field(default_factory=dict)
    """When the chosen, among others, were published, as the database has it."""

    def look(self, place: int, is_newest_day: bool) -> Look:
        """How the story at `place` from 0 looks; `is_newest_day`: it came on the day of the front's newest."""
        match self.kind, self.style:
            case "lead", _:
                return Look.LEAD
            case "secondary", _:
                return Look.SECOND
            case "latest", _:
                return Look.LATEST_OF_THE_DAY if is_newest_day else Look.LATEST
            case "picks", _:
                return Look.PICK
            case _, "opinion":
                return Look.OPINION
            case _, "across":
                return Look.ACROSS
        return Look.PLAIN if place else Look.FIRST


@dataclass(frozen=True)
class Edition:
    """A front ready to print: the head (lead, secondary, latest), then strips and picks in order."""

    lead: Teaser | None
    secondary: list[Teaser]
    latest: list[Teaser]
    blocks: list[Slot]

    @property
    def stories(self) -> list[Teaser]:
        """Every story on the front, in the order of the page."""
        head = [self.lead] if self.lead else []
        return [*head, *self.secondary, *self.latest, *(s for slot in self.blocks for s in slot.stories)]


def assemble(layout: StreamValue, sections: Sequence[Section], within: Section | None = None) -> Edition:
    """The edition of the front with `layout`: what `choose` chooses, printed."""
    return printed(choose(layout, sections, within), sections)


def choose(layout: StreamValue, sections: Sequence[Section], within: Section | None = None) -> list[Slot]:
    """The blocks of the front with `layout` and the ids of what each shows, by one query.

    `sections` are all live ones, `within` limits the front to one and those below. A layout without a strip gets one
    for each section right below the front (or below `within`).
    """
    slots = _slots(layout, sections, within)
    _claim(slots)
    _fill(slots, sections, within)
    return slots


def printed(slots: Sequence[Slot], sections: Sequence[Section]) -> Edition:
    """The edition that these blocks make, with all that it shows; an empty one where there are no blocks."""
    times = {pk: time_of(slot.times[pk]) for slot in slots for pk in slot.chosen}
    newest = max(map(localdate, times.values()), default=None)
    for slot in slots:
        days = ((pk, times[pk]) for pk in slot.chosen)
        slot.stories = [Teaser(pk, at, slot.look(n, localdate(at) == newest)) for n, (pk, at) in enumerate(days)]
    there = {teaser.pk for teaser in complete([teaser for slot in slots for teaser in slot.stories], sections)}
    for slot in slots:
        slot.stories = [teaser for teaser in slot.stories if teaser.pk in there]
    head = {slot.kind: slot.stories for slot in slots}
    blocks = [slot for slot in slots if slot.kind in ("strip", "picks") and slot.stories]
    return Edition(next(iter(head.get("lead", [])), None), head.get("secondary", []), head.get("latest", []), blocks)


def _slots(layout: StreamValue, sections: Sequence[Section], within: Section | None) -> list[Slot]:
    head = {"lead": Slot("lead", 1), "secondary": Slot("secondary", SECONDARY), "latest": Slot("latest", LATEST)}
    blocks = []
    by_id = {section.pk: section for section in sections}
    # Asked for their values, the blocks would fetch whole pages; their ids are all that is wanted here.
    for block in layout.raw_data:
        kind, value = block["type"], block["value"]
        if kind == "lead":
            head["lead"].chosen = _ids([value.get("story")])
        elif kind == "secondary":
            head["secondary"].chosen = _ids(value.get("stories"))
        elif kind == "latest":
            head["latest"].count = value.get("count", LATEST)
        elif kind == "picks":
            chosen = _ids(value.get("stories"))
            blocks.append(Slot("picks", len(chosen), chosen, title=value.get("title", "")))
        elif kind == "strip" and value.get("section") in by_id:
            slot = Slot("strip", value.get("count", STRIP), _ids(value.get("stories")), by_id[value["section"]])
            slot.style = value.get("style", slot.style)
            blocks.append(slot)
    if not any(slot.kind == "strip" for slot in blocks):
        below = [s for s in sections if within is None or (s.path.startswith(within.path) and s.pk != within.pk)]
        shapes = zip(top_level(below), cycle(STRIPS), strict=False)
        blocks += [Slot("strip", count, section=section, style=style) for section, (style, count) in shapes]
    return [*head.values(), *blocks]


def _ids(stored: Iterable[Any] | None) -> list[int]:
    """The ids in a list as blocks store it: bare, or each with the type and id of its place."""
    bare = (one.get("value") if isinstance(one, dict) else one for one in stored or ())
    return [pk for pk in bare if pk]


def _claim(slots: list[Slot]) -> None:
    """Each chosen story stays where it is chosen first."""
    taken: set[int] = set()
    for slot in slots:
        slot.chosen = [pk for pk in dict.fromkeys(slot.chosen) if pk not in taken]
        taken.update(slot.chosen)


def _fill(slots: list[Slot], sections: Sequence[Section], within: Section | None) -> None:
    """Drop the chosen stories that nobody may read; fill the gaps from the top down with the newest of the others."""
    newest, readable = _candidates(slots, sections, within)
    times = dict(readable)
    for slot in slots:
        slot.chosen, slot.times = [pk for pk in slot.chosen if pk in readable], times
    taken = {pk for slot in slots for pk in slot.chosen}
    for slot in slots:
        scope = slot.section or within
        free = (row for row in newest[scope.pk if scope else None] if row[1] not in taken)
        for at, pk in islice(free, max(0, slot.count - len(slot.chosen))):
            slot.chosen.append(pk)
            times[pk] = at
            taken.add(pk)


def _candidates(
    slots: list[Slot], sections: Sequence[Section], within: Section | None
) -> tuple[dict[int | None, Found], dict[int, Any]]:
    """The newest of each scope (a section's id, None: the whole paper); the readable chosen with times; 1 query."""
    scopes = {scope.pk if scope else None: scope for scope in (slot.section or within for slot in slots)}
    ids = {pk: beneath(scope, sections) if scope else [None] for pk, scope in scopes.items()}
    wanted = list({section_id for scope_ids in ids.values() for section_id in scope_ids})
    limit = sum(slot.count + len(slot.chosen) for slot in slots)
    newest = [Walk(Along.SECTION, limit, pk) if pk else Walk(Along.PAPER, limit) for pk in wanted]
    chosen = [Walk(Along.STORY, 1, pk) for slot in slots for pk in slot.chosen]
    found = walk([*newest, *chosen])
    by_section = dict(zip(wanted, found, strict=False))
    merged = {pk: list(merge(*(by_section[one] for one in scope_ids), reverse=True)) for pk, scope_ids in ids.items()}
    return merged, {pk: at for rows in found[len(newest) :] for at, pk in rows}
