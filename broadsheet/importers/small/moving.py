"""A paper that is in memory moves in: by the same ledger, places and writer as any other, with the same report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from broadsheet.articles.models import InfoPage, Paper, Story
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.models import Move
from broadsheet.importers.moving import ledger, report
from broadsheet.importers.moving.answers import Replies
from broadsheet.importers.moving.checking import check_addresses, check_pictures
from broadsheet.importers.moving.downloads import CHANGED, Manners, fetch_in
from broadsheet.importers.moving.furnishing import furnish
from broadsheet.importers.moving.mapping import Choices, read_file, settle
from broadsheet.importers.moving.pages import write_pages
from broadsheet.importers.moving.pictures import take_in
from broadsheet.importers.moving.places import Places, found_places
from broadsheet.importers.moving.report import Line, Report
from broadsheet.importers.moving.wishes import NOT_BROKEN, Said, Wishes
from broadsheet.importers.moving.writer import Writer
from broadsheet.importers.small.source import Small

More = Callable[[bool], list[Line]]
"""What else comes with the paper; told whether nothing is to be kept of it, answers lines for the report."""


def move_small(source: Small, wishes: Wishes, said: Said, more: More = lambda dry: []) -> Report:
    """Bring the paper in and tell how it went. Raises CannotImportError, with nothing written, for a wrong mapping."""
    if not Paper.objects.exists():
        raise CannotImportError("there is no paper here yet: make one with `broadsheet init`.")
    if not source.items:
        raise CannotImportError(f"{source.name} holds no posts: nothing to import.")
    wanted = read_file(wishes.mapping)
    export = ledger.digest([item.hash for item in source.items], wanted, wishes.addresses)
    if wishes.resume and not Move.objects.filter(source=source.name[:300], export=export, finished_at=None).exists():
        raise CannotImportError(NOT_BROKEN)
    choices = settle(source, wanted)
    if not wishes.dry_run:
        return _moved(source, export, choices, wishes, said, more)
    with transaction.atomic():
        found = _moved(source, export, choices, wishes, said, more)
        transaction.set_rollback(True)
    return found


def _moved(source: Small, export: str, choices: Choices, wishes: Wishes, said: Said, more: More) -> Report:
    move, _ = Move.objects.get_or_create(source=source.name[:300])
    _pictures_in(move, source, wishes, said)
    chosen = ledger.digest(choices.as_json(), wishes.addresses, report.pictures(move))
    Move.objects.filter(pk=move.pk).update(export=export, finished_at=None, position=0)
    with transaction.atomic():
        places = found_places(source, choices)
    ledger.record_targets(move, "author", {key: pk for key, pk in places.authors.items() if key})
    sections = {key: section.pk for key, section in places.sections.items()}
    ledger.record_targets(move, "term", {**sections, **{f"{key}#topic": pk for key, pk in places.topics.items()}})
    ledger.plan(move, source.keys())
    source.targets = {(kind, key): pk for kind, key, pk in ledger.targets(move)}
    writer = Writer(move, places, Replies(move.source, wishes.addresses), chosen)
    total = len(source.kept())
    writer.write(source.sketches(), 0, lambda done: said("Writing", done, total))
    write_pages(writer)
    ledger.record_addresses(move, source.addresses())
    found = _report(move, source, choices, writer, places)
    found.lines += furnish(move, places, lambda kind, key: source.targets.get((kind, key)), source.furniture)
    _look(found, move, source, said)
    found.lines += more(wishes.dry_run)
    Move.objects.filter(pk=move.pk).update(finished_at=timezone.now(), report=found.as_json())
    return found


def _pictures_in(move: Move, source: Small, wishes: Wishes, said: Said) -> None:
    if wishes.dry_run:
        return
    if wishes.media:
        take_in(move, source.uploads(), wishes.media)
    if wishes.fetch_media:
        total = sum(1 for _ in source.uploads())
        manners = Manners(wishes.allow_private)
        fetch_in(move, source.uploads(), manners, lambda done: said("Fetching pictures", done, total))


# --- The report -------------------------------------------------------------------------------------------------------


def _report(move: Move, source: Small, choices: Choices, writer: Writer, places: Places) -> Report:
    noted = list(report.notes(move))
    found = Report(move.source, outcomes=dict(writer.outcomes), mapping=choices.as_json(), flagged=choices.flagged)
    found.edited, found.mended = writer.edited, source.mended
    touched = any("here since it was imported" in note for _, _, notes in noted for note in notes)
    found.lines = [
        _kind("stories", "story", source, report.here(move, "story", Story)),
        _kind("pages", "page", source, report.here(move, "page", InfoPage)),
        *_pictures(move, source, noted),
        *_authors(move, source, choices, touched),
        _topics(move, source, places, touched),
        *_answers(move, source, noted),
    ]
    found.left_out = [
        {"file": item.file, "item": item.record.key, "type": item.record.kind, "reason": item.gone}
        for item in source.items
        if item.gone
    ][: report.MOST_NOTES]
    found.changed_in_all = len(noted)
    found.changed = [{"kind": kind, "item": key, "notes": notes} for kind, key, notes in noted[: report.MOST_NOTES]]
    return found


def _kind(name: str, kind: str, source: Small, here: tuple[int, int]) -> Line:
    items = [item for item in source.items if item.record.kind == kind]
    reasons = Counter(item.gone for item in items if item.gone)
    if here[1]:
        reasons[report.DELETED] = here[1]
    # What earlier exports brought is here too, and is none of this one's.
    return Line(name, len(items), min(here[0], len(source.kept(kind))), dict(reasons))


def _pictures(move: Move, source: Small, noted: list[tuple[str, str, list[str]]]) -> list[Line]:
    keys = {upload.key for upload in source.uploads()}
    if not keys:
        return []
    here = {key for kind, key in source.targets if kind == "picture"} & keys
    said = (notes[0].partition(": ")[2] for kind, key, notes in noted if kind == "picture" and key in keys - here)
    reasons = Counter(reason for reason in said if reason != CHANGED)
    if left := len(keys) - len(here) - reasons.total():
        reasons["stays where it was, what shows it links there: give --media or --fetch-media"] = left
    return [Line("pictures", len(keys), len(here), dict(reasons))]


def _authors(move: Move, source: Small, choices: Choices, touched: bool) -> list[Line]:
    expected: Counter[str] = Counter()
    for item in source.kept("story"):
        names = {choices.authors[key] for key in item.record.authors if key in choices.authors}
        expected.update(dict.fromkeys(names or {source.title or "The newsroom"}, 1))
    actual = report.bylines(move)
    return [_line(f"author: {name}", expected[name], actual[name], touched) for name in sorted(expected)]


def _topics(move: Move, source: Small, places: Places, touched: bool) -> Line:
    expected: Counter[int] = Counter()
    for item in source.kept("story"):
        expected.update(places.topics_of(item.record))
    actual = report.topics(move)
    here = sum(min(count, actual[pk]) for pk, count in expected.items())
    return _line("stories by topic", expected.total(), here, touched)


def _line(name: str, expected: int, actual: int, touched: bool) -> Line:
    missing = expected - min(actual, expected)
    why = {"edited or deleted here, or in other exports of the same paper": missing} if missing and touched else {}
    return Line(name, expected, min(actual, expected), why)


def _answers(move: Move, source: Small, noted: list[tuple[str, str, list[str]]]) -> list[Line]:
    count = sum(len(item.record.answers) for item in source.kept("story"))
    if not count:
        return []
    here = min(report.depths(move).total(), count)
    reasons = Counter(note.partition(": ")[0] for *_, notes in noted for note in notes if note.startswith("comment "))
    empty = {"has no words": reasons.total()} if reasons else {}
    gone = sum(note.startswith("deleted here") for *_, notes in noted for note in notes)
    if gone and here + reasons.total() < count:
        empty["its story was deleted here"] = count - here - reasons.total()
    return [Line("comments", count, here, empty)]


def _look(found: Report, move: Move, source: Small, said: Said) -> None:
    """Try what readers will ask for, and put down how it went."""
    answered = check_addresses(move, source.addresses(), lambda done: said("Trying old addresses", done, 0))
    found.lines.append(Line("old addresses", answered.all, answered.right, dict(answered.reasons)))
    pictures = check_pictures(move, lambda done: said("Reading pictures again", done, 0))
    if pictures.all:
        found.lines.append(Line("pictures that are, byte for byte, what was read", pictures.all, pictures.right))
    found.dead, found.spoilt = answered.wrong, pictures.wrong
