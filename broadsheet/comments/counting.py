"""Counts of replies, kept by difference in the transaction that makes the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Q

from broadsheet.comments import tags
from broadsheet.comments.models.count import ReplyCount
from broadsheet.comments.models.reply import Reply, State
from broadsheet.edge.tags import bump

_TABLE = ReplyCount._meta.db_table
_ADD = (
    f"INSERT INTO {_TABLE} (story_id, approved, held) VALUES (%s, %s, %s) ON CONFLICT (story_id) DO UPDATE "  # noqa: S608
    f"SET approved = {_TABLE}.approved + excluded.approved, held = {_TABLE}.held + excluded.held"
)


class Wrong(NamedTuple):
    """A story whose counts are not what its replies say: (approved, held) as counted, and as they are."""

    story_id: int
    counted: tuple[int, int]
    true: tuple[int, int]


def moved(story_id: int, was: str, state: str) -> None:
    """Count a reply to the story that was `was` ("" for a new one) and is `state` ("" for one that goes)."""
    difference = [(state == one) - (was == one) for one in (State.APPROVED, State.HELD)]
    if any(difference):
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [story_id, *difference])


def hold(stories: Iterable[int]) -> None:
    """Lock the counts of these stories, in one order.

    For whoever moves the counts of several replies in one transaction and locks other rows in between: replies are
    locked first, counts next, and what was learnt from replies last, or two transactions may wait in a circle.
    """
    with connection.cursor() as cursor:
        for story_id in sorted(set(stories)):
            cursor.execute(_ADD, [story_id, 0, 0])


def wrong() -> Iterator[Wrong]:
    """The stories whose counts are wrong, by going through all replies once."""
    true = {
        row["story_id"]: (row["approved"], row["held"])
        for row in Reply.objects.order_by()
        .values("story_id")
        .annotate(approved=Count("pk", Q(state=State.APPROVED)), held=Count("pk", Q(state=State.HELD)))
    }
    counted = {row.story_id: (row.approved, row.held) for row in ReplyCount.objects.all()}
    for story_id in sorted(true.keys() | counted.keys()):
        if true.get(story_id, (0, 0)) != counted.get(story_id, (0, 0)):
            yield Wrong(story_id, counted.get(story_id, (0, 0)), true.get(story_id, (0, 0)))


@transaction.atomic
def mend() -> list[Wrong]:
    """Put right every count that is wrong; returns what was."""
    found = list(wrong())
    for story_id, _, (approved, held) in found:
        ReplyCount.objects.update_or_create(story_id=story_id, defaults={"approved": approved, "held": held})
        bump(tags.replies(story_id))
    return found
