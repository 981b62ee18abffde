"""The ledger of a move: what became of what, and whether it has changed since, there or here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from wagtail.models import Page

from broadsheet.importers.models import Move, Moved, OldAddress
from broadsheet.importers.moving.records import Old
from broadsheet.importers.moving.rows import insert, reserve

PORTION = 500
T = TypeVar("T")


def digest(*parts: object) -> str:
    """A hash of what is given, the same on every machine."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def portions(things: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    """`things`, so many at a time."""
    left = iter(things)
    while portion := list(islice(left, size)):
        yield portion


def rows_of(move: Move, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Moved]:
    """The ledger's rows of (kind, key), those that there are."""
    found = Moved.objects.filter(move=move, key__in=[key for _, key in keys])
    return {(row.kind, row.key): row for row in found}


def plan(move: Move, keys: Iterable[tuple[str, str]]) -> int:
    """Give every story and page that is new an id before any is written, so that links can name it; how many."""
    count = 0
    for portion in portions(keys, 900):
        with transaction.atomic():
            known = rows_of(move, portion)
            fresh = [one for one in portion if one not in known]
            ids = reserve(Page, len(fresh)) if fresh else []
            insert(Moved, (_row(move, kind, key, pk) for (kind, key), pk in zip(fresh, ids, strict=True)))
            count += len(fresh)
    return count


def _row(move: Move, kind: str, key: str, target: int | None) -> dict[str, Any]:
    return {
        "move_id": move.pk,
        "kind": kind,
        "key": key,
        "target": target,
        "read": "",
        "written": "",
        "notes": "[]",
    }


def targets(move: Move) -> Iterator[tuple[str, str, int]]:
    """(kind, key, id) of all that stories may name."""
    rows = Moved.objects.filter(move=move, kind__in=("story", "page", "picture"), target__isnull=False)
    for kind, key, target in rows.order_by().values_list("kind", "key", "target").iterator(5_000):
        assert target is not None
        yield kind, key, target


def target_of(move: Move, kind: str, key: str) -> int | None:
    """What a thing became; None for what is not here."""
    return Moved.objects.filter(move=move, kind=kind, key=key).values_list("target", flat=True).first()


def record_targets(move: Move, kind: str, targets: dict[str, int]) -> None:
    """Keep what terms, authors and pictures became."""
    for portion in portions(targets.items(), 900):
        with transaction.atomic():
            known = rows_of(move, [(kind, key) for key, _ in portion])
            fresh = [(key, pk) for key, pk in portion if (kind, key) not in known]
            insert(Moved, (_row(move, kind, key, pk) for key, pk in fresh))
            for key, pk in portion:
                row = known.get((kind, key))
                if row and row.target != pk:
                    Moved.objects.filter(pk=row.pk).update(target=pk)


def record_addresses(move: Move, addresses: Iterable[Old]) -> None:
    """Keep old addresses, each once: the first thing that stood at one keeps it."""
    for portion in portions(addresses, 900):
        with transaction.atomic():
            targets = rows_of(move, [(old.kind, old.key) for old in portion if not old.url])
            made: dict[str, tuple[Old, int | None]] = {}
            for old in portion:
                row = targets.get((old.kind, old.key))
                if (row and row.target) or old.url:
                    made.setdefault(digest(old.path), (old, row.target if row else None))
            known = set(OldAddress.objects.filter(digest__in=list(made)).values_list("digest", flat=True))
            insert(OldAddress, (_address(move, old, pk) for key, (old, pk) in made.items() if key not in known))


def _address(move: Move, old: Old, pk: int | None) -> dict[str, Any]:
    ending = old.path.partition("?")[0].rsplit("/", 1)[-1]
    kind = ("topic" if old.key.endswith("#topic") else "section") if old.kind == "term" else old.kind
    return {
        "move_id": move.pk,
        "digest": digest(old.path),
        "ending": digest(ending),
        "path": old.path,
        "kind": kind,
        "target": pk,
        "url": old.url,
    }


def mark(rows: Iterable[Moved]) -> None:
    """Write down what was read and written of `rows`."""
    values = [(row.read, row.written, json.dumps(row.notes, ensure_ascii=False), row.target, row.pk) for row in rows]
    table = Moved._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET read = %s, written = %s, notes = %s, target = %s WHERE id = %s",  # noqa: S608
            values,
        )
