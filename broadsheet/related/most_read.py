"""The lists of the most read stories: one for the paper, one for each section. The worker brings them up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from broadsheet.articles import tags as stories
from broadsheet.articles.models import Section, Story
from broadsheet.articles.walks import HEADLINE, Headline, headlines
from broadsheet.edge.tags import bump, depend
from broadsheet.related import tags
from broadsheet.related.audience import Window, forget, read_most
from broadsheet.related.models import MostRead

COUNT = 5
FEWEST = 3
"""Stories without which there is no list."""
CONSIDERED = 1_000
EVERY = timedelta(minutes=1)
WINDOWS = (Window.HOUR, Window.DAY, Window.WEEK)
Lists = dict[int | None, list[int]]
_last: datetime | None = None


def most_read(section: int | None = None) -> list[Headline]:
    """The most read stories of a section and those below it, or of the paper; by at most 2 queries."""
    depend(stories.PAPER, tags.most_read(section or 0))
    ids = list(MostRead.objects.filter(section=section).order_by("place").values_list("story_id", flat=True))
    if not ids:
        return []
    depend(*map(stories.story, ids))  # of those too that nobody may read just now
    rows = {row[1]: row for row in Story.objects.readable().filter(pk__in=ids).values_list(*HEADLINE)}
    return headlines(rows[pk] for pk in ids if pk in rows)


def refresh_each_minute(now: datetime) -> None:
    """Refresh, but at most once a minute in this process."""
    global _last
    if _last is None or now - _last >= EVERY:
        _last = now
        forget(now)
        refresh(now)


@transaction.atomic
def refresh(now: datetime) -> None:
    """Writes the lists that have changed; only their tags are bumped."""
    wanted = _lists(now)
    present: Lists = {}
    for row in MostRead.objects.order_by("place"):
        present.setdefault(row.section_id, []).append(row.story_id)
    for place in wanted.keys() | present.keys():
        ids = wanted.get(place, [])
        if ids != present.get(place, []):
            MostRead.objects.filter(section=place).delete()
            MostRead.objects.bulk_create(
                [MostRead(section_id=place, place=number, story_id=pk) for number, pk in enumerate(ids)]
            )
            bump(tags.most_read(place or 0))


def _lists(now: datetime) -> Lists:
    """The lists as they should be: by the configured window, filled up from longer ones."""
    if settings.MOST_READ == "off":
        return {}
    above = _above()
    found: Lists = {}
    for window in WINDOWS[WINDOWS.index(Window(settings.MOST_READ)) :]:
        for story, section in _ranking(window, now):
            for place in (None, *above.get(section, ())):
                ids = found.setdefault(place, [])
                if len(ids) < COUNT and story not in ids:
                    ids.append(story)
    return {section: ids for section, ids in found.items() if len(ids) >= FEWEST}


def _ranking(window: Window, now: datetime) -> Iterator[tuple[int, int]]:
    """Readable stories and their sections, the most read first."""
    read = read_most(window, now, CONSIDERED)
    sections = dict(Story.objects.readable().filter(pk__in=read).values_list("pk", "section_id"))
    return ((pk, sections[pk]) for pk in read if pk in sections)


def _above() -> dict[int, list[int]]:
    """Each live section with all sections that it lies in, itself among them."""
    paths = dict(Section.objects.live().values_list("path", "pk"))
    return {pk: [paths[way] for way in paths if path.startswith(way)] for path, pk in paths.items()}
