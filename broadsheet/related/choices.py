"""The editor's word on what goes with a story: it counts at once, and before all that is found."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from broadsheet.edge.tags import bump
from broadsheet.related import tags
from broadsheet.related.models import Kind, Link
from broadsheet.related.tasks import relink_task


class SameStoryError(ValueError):
    """A story cannot be related to itself."""


@transaction.atomic
def decide(story: int, other: int, kind: Kind | None) -> None:
    """Pins `other` to `story` as the last of those pinned, leaves it out, or (None) takes that back.

    What the editor said shows with the commit; what is found is brought up to date by the worker. Raises
    SameStoryError.
    """
    if story == other:
        raise SameStoryError
    links = Link.objects.filter(story=story)
    links.filter(other=other).delete()
    if kind is not None:
        last = links.filter(kind=kind).aggregate(last=Max("place"))["last"]
        links.create(story_id=story, other_id=other, kind=kind, place=0 if last is None else last + 1)
    bump(tags.related(story))
    relink_task.enqueue(story)
