"""What is looked at once all is written: does every old address answer, is every picture the file that was read?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from broadsheet.importers.addresses import leads_to, seen
from broadsheet.importers.models import Move, Moved, OldAddress
from broadsheet.importers.moving.ledger import digest, portions, rows_of
from broadsheet.importers.moving.pictures import fingerprint
from broadsheet.importers.moving.records import Old
from broadsheet.media.models import Image

HIDDEN = "was not public, or is not any more"
NO_PICTURE = "is a picture's, which is not here"
QUERY = "is told from others by a query below a path, which nothing here reads"
EMPTY = "no story stands there: its term or author is not here"
PORTION = 900
Faults = list[dict[str, str]]


@dataclass
class Checked:
    """How many were looked at, how many are right, why others need or can not be, and by name those that fail."""

    all: int = 0
    right: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    wrong: Faults = field(default_factory=list)


def check_addresses(move: Move, addresses: Iterable[Old], said: Callable[[int], None] = lambda done: None) -> Checked:
    """Ask for every old address, as a reader would who follows a link to it."""
    found = Checked()
    for portion in portions(addresses, PORTION):
        _check_portion(move, portion, found)
        said(found.all)
    return found


def _check_portion(move: Move, portion: list[Old], found: Checked) -> None:
    known = {row.digest: row for row in OldAddress.objects.filter(digest__in=[digest(old.path) for old in portion])}
    things = rows_of(move, [(old.kind, old.key) for old in portion])
    targets = {(row.kind, row.target) for row in known.values() if row.target is not None}
    targets |= {(row.kind, row.target) for row in things.values() if row.target is not None}
    here = seen(targets)
    for old in portion:
        found.all += 1
        row, thing = known.get(digest(old.path)), things.get((old.kind, old.key))
        # Of a query only what WordPress asks at the front is read, so that all others share one page.
        asked = "?" not in old.path.lstrip("?")
        if asked and row and (row.url or (row.kind, row.target) in here):
            found.right += 1
        elif reason := _hidden(old, thing, here):
            found.reasons[reason] += 1
        elif asked and leads_to(old.path):
            found.right += 1
        else:
            if not asked:
                found.reasons[QUERY] += 1
            found.wrong.append({"address": f"/{old.path.lstrip('/')}", "of": f"{old.kind} {old.key}"})


def _hidden(old: Old, thing: Moved | None, seen: set[tuple[str, int]]) -> str:
    """Why nothing need answer at an address: what stood there is hidden or is not here. "" where something must."""
    here = thing is not None and thing.target is not None and (thing.kind, thing.target) in seen
    if here or old.url:
        return ""
    return {"picture": NO_PICTURE, "term": EMPTY, "author": EMPTY}.get(old.kind, HIDDEN if thing else "")


def check_pictures(move: Move, said: Callable[[int], None] = lambda done: None) -> Checked:
    """Read every picture that came from its place in the library: is it, byte for byte, what was taken in?"""
    found = Checked()
    rows = Moved.objects.filter(move=move, kind="picture", target__isnull=False).exclude(written="").order_by("pk")
    for portion in portions(rows.iterator(), PORTION):
        images = {image.pk: image for image in Image.objects.filter(pk__in=[row.target for row in portion])}
        for row in portion:
            image = images.get(row.target or 0)
            if image is None:
                continue  # deleted here: the line of pictures has it
            found.all += 1
            fault = _fault(image, row.written)
            found.right += not fault
            if fault:
                found.wrong.append({"picture": row.key, "file": image.file.name, "fault": fault})
            said(found.all)
    return found


def _fault(image: Image, written: str) -> str:
    try:
        with image.file.storage.open(image.file.name) as file:
            data = file.read()
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    if fingerprint(data) == written:
        return ""
    if image.file_size and len(data) != image.file_size:
        return f"has {len(data)} bytes, not the {image.file_size} that the library knows"
    return "is not the file that was taken in"
