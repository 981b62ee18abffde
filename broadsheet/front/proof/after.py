"""A proof after each publication, in a thread of the process that published: nobody waits for it.

Only processes of a paper that is being served begin one (`begin`): the web processes and the worker, so that what goes
live by the schedule is proved as well.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from broadsheet.articles.models import Story
from broadsheet.front.models import Act
from broadsheet.front.proof.proving import prove

log = logging.getLogger("broadsheet.proof")

MOST_WAITING = 20
"""Proofs that may wait for another: when many stories are published at once, only as many are proved."""


@dataclass(frozen=True)
class _Wanted:
    story_id: int
    act: Act
    committed_at: datetime
    left: Sequence[int] = ()


_waiting: queue.Queue[_Wanted] | None = None


def begin() -> None:
    """From now on this process proves what it publishes; its thread starts with the first proof."""
    global _waiting
    _waiting = queue.Queue(MOST_WAITING)


def is_on() -> bool:
    """Whether this process proves what it publishes."""
    return _waiting is not None


def want(story_id: int, act: Act, left: Sequence[int] = ()) -> bool:
    """Asks for a proof of the story now; false where none is made."""
    return _waiting is not None and _want(_Wanted(story_id, act, timezone.now(), left))


@receiver(page_published, sender=Story)
def published(sender: type[Story], instance: Story, **kwargs: object) -> None:
    """A story went live, or was changed."""
    _after_commit(instance.pk, Act.PUBLISH)


@receiver(page_unpublished, sender=Story)
def unpublished(sender: type[Story], instance: Story, **kwargs: object) -> None:
    """A story was taken down, or expired."""
    _after_commit(instance.pk, Act.UNPUBLISH)


@receiver(post_page_move)
def moved(sender: type[Page], instance: Page, parent_page_before: Page, **kwargs: object) -> None:
    """A story was moved to another section."""
    if issubclass(sender, Story) and instance.live:
        _after_commit(instance.pk, Act.MOVE, [parent_page_before.pk])


def _after_commit(story_id: int, act: Act, left: Sequence[int] = ()) -> None:
    transaction.on_commit(lambda: want(story_id, act, left), robust=True)


def _want(wanted: _Wanted) -> bool:
    assert _waiting is not None
    try:
        _waiting.put_nowait(wanted)
    except queue.Full:
        log.info("story %s is not proved: too many are published at once", wanted.story_id)
        return False
    name = f"proofs {id(_waiting)}"
    if not any(thread.name == name for thread in threading.enumerate()):
        threading.Thread(target=_work, args=(_waiting,), name=name, daemon=True).start()
    return True


def _work(waiting: queue.Queue[_Wanted]) -> None:
    while True:
        _prove(waiting.get())


def _prove(wanted: _Wanted) -> None:
    try:
        story = Story.objects.filter(pk=wanted.story_id).first()
        if story is not None:
            proof = prove(story, wanted.act, wanted.committed_at, wanted.left)
            for line in proof.faults:
                log.warning("story %s: %s %s", story.pk, line["path"], line["fault"])
    except Exception:
        log.exception("the proof of story %s failed", wanted.story_id)
    finally:
        connections.close_all()
