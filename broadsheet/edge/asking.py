"""Why the edge would serve a page from what it keeps, or why not. Knows no Django.

The rule is that of `serving.Edge.part_holds`; this says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from broadsheet.edge import esi, keys
from broadsheet.edge.numbers import count
from broadsheet.edge.origin import Address
from broadsheet.edge.parts import DamagedError, Part

Get = Callable[[str], Part | None]
"""The part that is kept under a key; raises DamagedError."""
Numbers = Callable[[Iterable[str]], Mapping[str, int]]
"""The numbers of tags; those that were never bumped are left out."""


@dataclass(frozen=True)
class Look:
    """What is kept for one address, a page's or a fragment's; `fault` is why it would not be served, "" if it would."""

    key: str
    depth: int
    part: Part | None
    numbers: Mapping[str, int]
    fault: str


def look(address: Address, get: Get, numbers: Numbers, newest: int, now: float, depth: int = 0) -> Iterator[Look]:
    """The page at `address`, then its fragments, theirs, and so on; `newest` is the newest number of all."""
    key = keys.key(address.host, address.path, address.query)
    try:
        part = get(key)
    except DamagedError as error:
        yield Look(
            key, depth, None, {}, f"what lies in the store is damaged ({error}); it is thrown away when asked for"
        )
        return
    if part is None:
        yield Look(key, depth, None, {}, "it is not in the store: never pressed, or it made room for others")
        return
    known = numbers(part.tags)
    yield Look(key, depth, part, known, _fault(part, known, newest, now))
    for include in part.includes if depth < esi.DEEPEST else ():
        path, _, query = include.src.partition("?")
        yield from look(
            Address(address.scheme, address.host, path, query), get, numbers, newest, now, depth + 1
        )  # fmt: skip


def _fault(part: Part, numbers: Mapping[str, int], newest: int, now: float) -> str:
    if part.number > newest:
        return (
            f"it was pressed at {count(part.number)}, but the database has come to {count(newest)}: "
            "it was put back from a copy"
        )
    bumped = sorted((number, tag) for tag, number in numbers.items() if number > part.number)
    if bumped:
        named = ", ".join(f"{tag} was bumped at {count(number)}" for number, tag in bumped)
        return f"{named}, after this was pressed at {count(part.number)}"
    if part.expires is not None and now >= part.expires:
        return f"its time was up at {moment(part.expires)}"
    if part.expires is not None and now < part.pressed:
        return f"the clock was put back: it was pressed at {moment(part.pressed)}"
    return ""


def moment(seconds: float) -> str:
    """Seconds since the epoch as a time that people read."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
