"""Which stories go with which, kept as rows: brought up to date when a story is published, changed or taken down.

What a publication costs is bounded: the new story gets its list, and those nearest to it get theirs anew. Rows that
stay as they are are not written, and only lists that changed bump their tag.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from broadsheet.articles.models import Story
from broadsheet.edge.tags import bump
from broadsheet.related import rebuilding, tags
from broadsheet.related.building import Said, build
from broadsheet.related.index import Index, Known, NoIndexError
from broadsheet.related.models import Kind, Link
from broadsheet.related.ranking import chosen
from broadsheet.related.texts import text_of, texts

log = logging.getLogger("broadsheet.related")

KEPT = 8
"""Stories that are kept as going with one: more than are shown, since one of them may be taken down."""
PORTION = 500


def folder() -> Path:
    """Where the index is."""
    return Path(settings.HOME) / "related"


def refresh(key: int) -> bool:
    """Brings up to date what goes with the story of that key, and with what it goes, if readers may see it.

    False, with nothing done, where the index is missing, damaged or outgrown: then it has to be built anew.
    """
    try:
        with Index.of(folder()) as index:
            if index.is_outgrown():
                return False
            _refresh(index, key)
    except NoIndexError as error:
        if not rebuilding.is_under_way():
            log.info("%s It has to be built.", error)
        return False
    return True


def rebuild(processes: int = 1, said: Said = lambda step, count: None) -> int:
    """Builds the index of all stories and writes what goes with each; tells how many there are. Raises BusyError.

    What is published, changed or taken down meanwhile is brought up to date at the end.
    """
    started = timezone.now()
    keys = list(_readable())
    build(folder(), texts(keys), processes, said)
    with Index.of(folder()) as index:
        done = 0
        for start in range(0, len(keys), PORTION):
            part = keys[start : start + PORTION]
            _link(index, part)
            said("write", done := done + len(part))
        since = set(Story.objects.filter(last_published_at__gte=started).values_list("pk", flat=True))
        for key in since | (set(keys) ^ set(_readable())):
            _refresh(index, key)
    Link.objects.filter(kind=Kind.NEAR).exclude(story__in=Story.objects.readable()).delete()
    return len(keys)


def relink(key: int) -> None:
    """Writes anew what goes with a story, when an editor has pinned another or left it out."""
    try:
        with Index.of(folder()) as index:
            _link(index, [key])
    except NoIndexError:
        log.info("what goes with story %s waits for the index", key)


def _readable() -> Iterable[int]:
    return Story.objects.readable().order_by("pk").values_list("pk", flat=True)


def _refresh(index: Index, key: int) -> None:
    story = Story.objects.readable().filter(pk=key).first()
    before = index.known([key])
    touched = set(before[key].near.keys.tolist()) if key in before else set()
    if story is None:
        index.drop(key)
    else:
        touched |= {key, *index.put(text_of(story)).keys.tolist()}
    touched |= set(Link.objects.filter(other=key).values_list("story_id", flat=True)[:PORTION])
    _link(index, sorted(touched))
    with transaction.atomic():
        if story is None:
            _clear(key)
        # Those that an editor pinned it to show it from now on, or no more, though their lists stay the same.
        pinned = Link.objects.filter(other=key, kind=Kind.PINNED).values_list("story_id", flat=True)
        bump(*map(tags.related, pinned))


def _clear(key: int) -> None:
    gone = Link.objects.filter(kind=Kind.NEAR)
    holders = list(gone.filter(other=key).values_list("story_id", flat=True))
    gone.filter(story=key).delete()
    gone.filter(other=key).delete()
    bump(tags.related(key), *(tags.related(pk) for pk in holders))


def _link(index: Index, keys: Sequence[int]) -> None:
    """Writes what goes with the stories of these keys, where it is not what is written."""
    asked = index.known(keys)
    known = index.known(sorted({other for one in asked.values() for other in one.near.keys.tolist()}))
    with transaction.atomic():
        rows: dict[int, list[Link]] = {key: [] for key in asked}
        for row in Link.objects.filter(story__in=list(asked)).order_by("kind", "place"):
            rows[row.story_id].append(row)
        new = {key: _near(one, known, rows[key]) for key, one in asked.items()}
        changed = {key: list_ for key, list_ in new.items() if list_ != _of(rows[key], Kind.NEAR)}
        there = _existing({*changed, *(other for list_ in changed.values() for other in list_)})
        Link.objects.filter(story__in=list(changed), kind=Kind.NEAR).delete()
        new_rows = (
            Link(story_id=key, other_id=other, kind=Kind.NEAR, place=place)
            for key, list_ in changed.items()
            if key in there
            for place, other in enumerate(list_)
            if other in there
        )
        # An editor may have pinned one of them just now: that row stays.
        Link.objects.bulk_create(new_rows, ignore_conflicts=True)
        bump(*map(tags.related, changed))


def _existing(keys: Iterable[int]) -> set[int]:
    return set(Story.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def _near(one: Known, known: Mapping[int, Known], rows: Sequence[Link]) -> list[int]:
    return chosen(one, known, KEPT, _of(rows, Kind.EXCLUDED), _of(rows, Kind.PINNED))


def _of(rows: Iterable[Link], kind: Kind) -> list[int]:
    return [row.other_id for row in rows if row.kind == kind]
