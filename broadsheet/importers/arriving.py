"""A file that the desk was given moves in: by the command's own functions, with progress and report in its row."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.models import Arrival, ArrivalKind, ArrivalState
from broadsheet.importers.tasks import move_in_task

HEARD = 0.5
"""Seconds between two notes of progress."""


def folder() -> Path:
    """Where files lie that the desk was given."""
    found = Path(settings.HOME) / "arrivals"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def receive(arrival: Arrival, name: str, chunks: Iterable[bytes]) -> None:
    """Keep a file and let the worker move it in."""
    arrival.name = name[:200]
    ends = "".join(Path(name).suffixes[-2:])[-12:]
    arrival.file = f"{get_random_string(16)}{ends if ends.replace('.', '').isalnum() else ''}"
    with (folder() / arrival.file).open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
    with transaction.atomic():
        arrival.save()
        move_in_task.enqueue(arrival.pk)


def take_up(arrival: Arrival) -> bool:
    """Let the worker go on with a run that broke off; whether it was one."""
    with transaction.atomic():
        found = Arrival.objects.select_for_update().get(pk=arrival.pk)
        if not found.is_broken_off:
            return False
        Arrival.objects.filter(pk=found.pk).update(state=ArrivalState.WAITING, seen_at=timezone.now())
        move_in_task.enqueue(found.pk)
    return True


def move_in(arrival: Arrival) -> None:
    """Move the file in. Whatever comes of it stands in the row; what was kept of the file goes once it is done."""
    path = folder() / arrival.file
    _note(arrival, state=ArrivalState.RUNNING, fault="")
    try:
        report = _MOVES[ArrivalKind(arrival.kind)](arrival, path, _progress(arrival))
    except CannotImportError as error:
        _note(arrival, state=ArrivalState.FAILED, fault=str(error).replace(path.name, arrival.name))
    except Exception as error:
        _note(arrival, state=ArrivalState.FAILED, fault=f"{type(error).__name__}: {error}")
        path.unlink(missing_ok=True)
        raise
    else:
        _note(arrival, state=ArrivalState.DONE, report=report.as_json())
    path.unlink(missing_ok=True)


def _note(arrival: Arrival, **values: Any) -> None:
    Arrival.objects.filter(pk=arrival.pk).update(**values, seen_at=timezone.now())


def _progress(arrival: Arrival) -> Callable[[str, int, int], None]:
    last: list[Any] = ["", 0.0]

    def said(step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step != last[0] or now - last[1] >= HEARD or done == total:
            last[:] = [step, now]
            _note(arrival, step=step, done=done, total=total)

    return said


def _wordpress(arrival: Arrival, path: Path, said: Callable[[str, int, int], None]) -> Any:
    from broadsheet.importers.wordpress import moving

    return moving.move_in([path], _wishes(arrival), said)


def _ghost(arrival: Arrival, path: Path, said: Callable[[str, int, int], None]) -> Any:
    from broadsheet.importers.ghost.moving import move_ghost

    return move_ghost(path, _wishes(arrival), url=arrival.url, said=said)


def _feed(arrival: Arrival, path: Path, said: Callable[[str, int, int], None]) -> Any:
    from broadsheet.importers.feed.reading import read_feed
    from broadsheet.importers.small.moving import move_small

    return move_small(read_feed(str(path), False), _wishes(arrival), said)


def _wishes(arrival: Arrival) -> Any:
    from broadsheet.importers.moving.wishes import Wishes

    return Wishes(dry_run=arrival.only_try, fetch_media=arrival.fetch_pictures)


_MOVES = {ArrivalKind.WORDPRESS: _wordpress, ArrivalKind.GHOST: _ghost, ArrivalKind.FEED: _feed}
