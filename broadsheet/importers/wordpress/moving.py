"""A WordPress export moves in: surveyed, planned, written, checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

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
from broadsheet.importers.moving.subscribers import letters, subscribe
from broadsheet.importers.moving.wishes import NOT_BROKEN, Said, Wishes
from broadsheet.importers.moving.writer import Writer
from broadsheet.importers.wordpress.menus import furniture_of
from broadsheet.importers.wordpress.opening import parts
from broadsheet.importers.wordpress.redirects import read_redirects
from broadsheet.importers.wordpress.source import Wordpress
from broadsheet.importers.wordpress.survey import KINDS, Survey, export_of

KINDS_HERE: dict[str, tuple[str, type[Story] | type[InfoPage]]] = {
    "stories": ("story", Story),
    "pages": ("page", InfoPage),
}


def move_in(paths: Sequence[Path], wishes: Wishes, said: Said = lambda step, done, all_: None) -> Report:
    """Bring the export in `paths` in and tell how it went.

    Raises CannotImportError, with nothing written, where the export is damaged or the mapping is wrong.
    """
    if not Paper.objects.exists():
        raise CannotImportError("there is no paper here yet: make one with `broadsheet init`.")
    wanted = read_file(wishes.mapping)
    letters(wishes)  # what cannot be used is told before anything is written
    rules = [rule for path in wishes.redirects for rule in read_redirects(path)]
    export = ledger.digest(export_of(paths), wanted, wishes.addresses, *([rules] if rules else []))
    if not (wishes.dry_run or wishes.media or wishes.fetch_media or wishes.subscribers) and (
        known := Move.objects.filter(export=export, finished_at__isnull=False).first()
    ):
        if wishes.resume:
            raise CannotImportError(NOT_BROKEN)
        return _again(known)
    files = parts(paths)
    sizes = sum(path.stat().st_size for path in paths)
    types = {**KINDS, **{str(key): str(value) for key, value in wanted.get("types", {}).items()}}
    survey = Survey(files, types)
    try:
        survey.take(lambda taken: said("Reading", taken, sizes))
        for rule in rules:
            survey.lead(*rule)
        source = Wordpress(survey)
        choices = settle(source, wanted)
        if wishes.dry_run:
            with transaction.atomic():
                found = _moved(export, survey, source, choices, wishes, said)
                transaction.set_rollback(True)
            return found
        return _moved(export, survey, source, choices, wishes, said)
    finally:
        survey.close()


def _moved(export: str, survey: Survey, source: Wordpress, choices: Choices, wishes: Wishes, said: Said) -> Report:
    move, _ = Move.objects.get_or_create(source=source.name[:300])
    if wishes.media and not wishes.dry_run:
        take_in(move, source.uploads(), wishes.media)
    if wishes.fetch_media and not wishes.dry_run:
        total = survey.rows("SELECT count(*) FROM item WHERE kind = 'picture'")[0][0]
        manners = Manners(wishes.allow_private)
        fetch_in(move, source.uploads(), manners, lambda done: said("Fetching pictures", done, total))
    pictures = report.pictures(move)
    chosen = ledger.digest(choices.as_json(), wishes.addresses, pictures)
    if wishes.resume and (move.export != export or move.finished_at):
        raise CannotImportError(NOT_BROKEN)
    skip = move.position if wishes.resume else 0
    Move.objects.filter(pk=move.pk).update(export=export, finished_at=None, position=skip)
    with transaction.atomic():
        places = found_places(source, choices)
    ledger.record_targets(move, "author", {key: pk for key, pk in places.authors.items() if key})
    ledger.record_targets(move, "term", _term_targets(places))
    ledger.plan(move, source.keys())
    survey.stands(ledger.targets(move))
    source.targets = survey.here
    writer = Writer(move, places, Replies(move.source, wishes.addresses), chosen)
    total = survey.rows("SELECT count(*) FROM item WHERE kind IN ('story', 'page') AND gone = ''")[0][0]
    writer.write(source.sketches(), skip, lambda done: said("Writing", done, total))
    write_pages(writer)
    ledger.record_addresses(move, source.addresses())
    ledger.record_addresses(move, source.numbered(places))
    ledger.record_addresses(move, source.redirected())
    found = _report(move, source, choices, writer, places)
    found.lines += furnish(move, places, survey.here, furniture_of(source))
    found.lines += subscribe("subscribers", *letters(wishes), survey.base or survey.title, wishes.dry_run)
    _look(found, move, source, places, said)
    Move.objects.filter(pk=move.pk).update(finished_at=timezone.now(), report=found.as_json())
    return found


def _look(found: Report, move: Move, source: Wordpress, places: Places, said: Said) -> None:
    """Try what readers will ask for, and put down how it went."""
    total = source.survey.rows("SELECT count(*) FROM item WHERE kind != ''")[0][0]
    addresses = chain(source.addresses(), source.numbered(places), source.redirected())
    answered = check_addresses(move, addresses, lambda done: said("Trying old addresses", done, total))
    found.lines.append(Line("old addresses", answered.all, answered.right, dict(answered.reasons)))
    pictures = check_pictures(move, lambda done: said("Reading pictures again", done, 0))
    if pictures.all:
        found.lines.append(Line("pictures that are, byte for byte, what was read", pictures.all, pictures.right))
    found.dead, found.spoilt = answered.wrong, pictures.wrong


def _again(move: Move) -> Report:
    """The report of an export that is here already, word for word and by the same choices: nothing is read again."""
    lines = [
        Line(**{name: line[name] for name in ("name", "export", "here", "reasons")}) for line in move.report["lines"]
    ]
    known = {name: value for name, value in move.report.items() if name not in ("lines", "adds_up", "outcomes")}
    found = Report(**{**known, "lines": lines, "outcomes": {}})
    for line in lines:
        kind: tuple[str, type[Story] | type[InfoPage]] | None = KINDS_HERE.get(line.name)
        if kind:
            line.here, gone = report.here(move, *kind)
            line.reasons = {**line.reasons, report.DELETED: gone} if gone else line.reasons
            found.outcomes["unchanged"] = found.outcomes.get("unchanged", 0) + line.here
    return found


def _term_targets(places: Places) -> dict[str, int]:
    sections = {key: section.pk for key, section in places.sections.items()}
    return {**sections, **{f"{key}#topic": pk for key, pk in places.topics.items()}}


# --- The report -------------------------------------------------------------------------------------------------------


def _report(move: Move, source: Wordpress, choices: Choices, writer: Writer, places: Places) -> Report:
    survey = source.survey
    found = Report(move.source, outcomes=dict(writer.outcomes), mapping=choices.as_json(), flagged=choices.flagged)
    found.edited, found.mended = writer.edited, sorted(survey.mended)
    noted = list(report.notes(move))
    touched = Counter(
        note.partition(":")[0] for _, _, notes in noted for note in notes if "here since it was imported" in note
    )
    found.lines = [
        _kind("stories", "story", survey, report.here(move, "story", Story)),
        _kind("pages", "page", survey, report.here(move, "page", InfoPage)),
        *_pictures(move, survey, noted),
        *_others(survey),
        *_redirects(survey, source),
        *_authors(move, survey, choices, places, sum(touched.values())),
        *_topics(move, survey, places, sum(touched.values())),
        *_answers(move, survey, noted),
    ]
    lost = source.lost_redirects()
    found.left_out = [{"file": "", "item": path, "type": "redirect", "reason": why} for path, _, why in lost]
    found.left_out += [
        {"file": file, "item": key, "type": kind, "reason": gone}
        for file, key, kind, gone in survey.rows("SELECT file, key, type, gone FROM item WHERE gone != '' ORDER BY n")
    ][: report.MOST_NOTES]
    found.changed_in_all = len(noted)
    found.changed = [{"kind": kind, "item": key, "notes": notes} for kind, key, notes in noted[: report.MOST_NOTES]]
    return found


def _kind(name: str, kind: str, survey: Survey, here: tuple[int, int]) -> Line:
    rows = survey.rows("SELECT gone, count(*) FROM item WHERE kind = ? GROUP BY gone", kind)
    reasons = {gone: count for gone, count in rows if gone}
    if here[1]:
        reasons[report.DELETED] = here[1]
    return Line(name, sum(count for _, count in rows), here[0], reasons)


def _pictures(move: Move, survey: Survey, noted: list[tuple[str, str, list[str]]]) -> list[Line]:
    count, here = survey.rows("SELECT count(*) FROM item WHERE kind = 'picture'")[0][0], report.pictures(move)
    noted_here = (notes[0].partition(": ")[2] for kind, _, notes in noted if kind == "picture")
    reasons = Counter(reason for reason in noted_here if reason != CHANGED)
    left = count - here - reasons.total()
    if left > 0:
        reasons["stays where it was, what shows it links there: give --media or --fetch-media"] = left
    return [Line("pictures and files", count, here, dict(reasons))] if count else []


def _redirects(survey: Survey, source: Wordpress) -> list[Line]:
    """Rules of plug-ins; a slug that an item had before is only an old address."""
    count = survey.rows("SELECT count(*) FROM led WHERE kind = ''")[0][0]
    lost = Counter(why for _, _, why in source.lost_redirects())
    return [Line("redirects", count, count - lost.total(), dict(lost))] if count else []


def _others(survey: Survey) -> list[Line]:
    """Items of types that are neither stories nor pages nor pictures."""
    rows = survey.rows("SELECT gone, count(*) FROM item WHERE kind = '' GROUP BY gone ORDER BY gone")
    return [Line("other items", sum(count for _, count in rows), 0, dict(rows))] if rows else []


def _authors(move: Move, survey: Survey, choices: Choices, places: Places, touched: int) -> list[Line]:
    expected: Counter[str] = Counter()
    for keys, count in survey.bylines.items():
        names = {choices.authors[key] for key in keys if key in choices.authors} or {survey.title or "The newsroom"}
        expected.update(dict.fromkeys(names, count))
    return _compared("author", expected, report.bylines(move), touched)


def _topics(move: Move, survey: Survey, places: Places, touched: int) -> list[Line]:
    carried: dict[int, set[int]] = {}
    for number, term in survey.each("SELECT n, term FROM carries"):
        if term in places.topics:
            carried.setdefault(places.topics[term], set()).add(number)
    expected = Counter({str(pk): len(numbers) for pk, numbers in carried.items()})
    actual = Counter({str(pk): count for pk, count in report.topics(move).items()})
    whole = Counter({"stories by topic": expected.total()})
    wrong = {pk for pk in expected | actual if expected[pk] != actual[pk]}
    return _compared(
        "all", whole, Counter({"stories by topic": expected.total() if not wrong else actual.total()}), touched
    )


def _compared(what: str, expected: Counter[str], actual: Counter[str], touched: int) -> list[Line]:
    lines = []
    for name in sorted(expected | actual):
        missing = expected[name] - actual[name]
        reasons = (
            {"edited or deleted here, or in other exports of the same paper": missing} if missing and touched else {}
        )
        # What an earlier export brought is here too, and is none of this one's.
        lines.append(Line(f"{what}: {name}", expected[name], min(actual[name], expected[name]), reasons))
    return lines


def _answers(move: Move, survey: Survey, noted: list[tuple[str, str, list[str]]]) -> list[Line]:
    kinds, lines = survey.answers, []
    empty = sum(note.startswith("comment ") for _, _, notes in noted for note in notes)
    gone = sum(note.startswith("deleted here") for _, _, notes in noted for note in notes)
    actual = report.depths(move)
    reasons = {"has no words": empty} if empty else {}
    total = min(actual.total(), kinds["comment"])
    if gone and total + empty < kinds["comment"]:
        reasons["its story was deleted here"] = kinds["comment"] - total - empty
    lines.append(Line("comments", kinds["comment"], total, reasons))
    for depth in sorted(survey.depths):
        missing = survey.depths[depth] - actual[depth]
        elsewhere = {"stands elsewhere, since what it answered is not here": missing}
        why = elsewhere if missing and (empty or gone) else {}
        lines.append(Line(f"comments at depth {depth}", survey.depths[depth], survey.depths[depth] - missing, why))
    for kind, reason in (
        ("pingback", "no reader wrote it"),
        ("trackback", "no reader wrote it"),
        ("other", "a plug-in's"),
    ):
        if kinds[kind]:
            lines.append(Line(f"{kind}s", kinds[kind], 0, {reason: kinds[kind]}))
    if kinds["elsewhere"]:
        lines.append(
            Line(
                "comments on pages and files", kinds["elsewhere"], 0, {"only stories have replies": kinds["elsewhere"]}
            )
        )
    return lines
