"""Lists brought in from elsewhere, and taken along: CSV with an address, and when and where its owner consented."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TextIO

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from broadsheet.newsletter.addresses import AddressError, checked
from broadsheet.newsletter.models import MailingList, Refusal, Source, Subscriber, Subscription

COLUMNS = ("email", "consented_at", "source")
BATCH = 500


class ListError(Exception):
    """The file cannot be read as a list; the text says where, and what it should have."""


@dataclass
class Report:
    """What an import does, or would do; `wrong` are numbers of lines with what is wrong, without addresses."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[int, str]] = field(default_factory=list)


def bring_in(file: TextIO, mailing_list: MailingList, *, dry: bool = False) -> Report:
    """Subscribe the addresses of `file` (columns `COLUMNS`) to the list; with `dry` only say what would be done.

    Each line needs the date and the source of a consent. Who has left this list, or gets no letters, stays so: an old
    file is no new consent. Raises ListError for what is no such file, before anything is written.
    """
    rows = csv.DictReader(file)
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or [])]
        if missing:
            raise ListError(f"Line 1 lacks {', '.join(missing)}: it must name the columns {', '.join(COLUMNS)}.")
        lines = list(rows)
    except (csv.Error, UnicodeDecodeError) as error:
        raise ListError(f"This is no CSV in UTF-8: {error}.") from None
    report, seen = Report(), set[str]()
    with transaction.atomic():
        for number, line in enumerate(lines, 2):
            what = _take(line, number, mailing_list, seen, report, dry)
            report.counts[what] += 1
    return report


def _take(
    line: dict[str, Any], number: int, mailing_list: MailingList, seen: set[str], report: Report, dry: bool
) -> str:
    """What is done with one line, in a word for the report."""
    source, at = (line["source"] or "").strip(), _moment((line["consented_at"] or "").strip())
    try:
        email = checked(line["email"] or "")
    except AddressError:
        report.wrong.append((number, "no e-mail address that letters can go to"))
        return "wrong"
    if at is None or at > timezone.now() or not source:
        report.wrong.append((number, "needs consented_at (a date that is past, as 2024-05-31) and source"))
        return "wrong"
    if email in seen:
        return "twice in the file"
    seen.add(email)
    known = Subscriber.objects.of(email).first()
    if known is not None and known.refusal != Refusal.NONE:
        return "gets no letters"
    before = Subscription.objects.filter(subscriber=known, mailing_list=mailing_list).first() if known else None
    if before is not None:
        return "there already" if before.is_on else "has left"
    if not dry:
        reader = known or Subscriber.objects.create(email=email, confirmed_at=at)
        Subscription.objects.create(
            subscriber=reader, mailing_list=mailing_list, since=at, source=Source.IMPORT, source_note=source[:200]
        )
    return "new"


def _moment(text: str) -> datetime | None:
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        return None
    if moment is None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def take_along(file: TextIO, mailing_list: MailingList) -> int:
    """Write everybody who wants the list into `file`, in the columns that `bring_in` reads; how many."""
    out = csv.writer(file)
    out.writerow(COLUMNS)
    count = 0
    for count, row in enumerate(_rows(mailing_list), 1):  # noqa: B007
        out.writerow(row)
    return count


def _rows(mailing_list: MailingList) -> Iterator[Iterable[str]]:
    found = Subscription.objects.filter(mailing_list=mailing_list, is_on=True, subscriber__refusal="")
    for one in found.select_related("subscriber").order_by("pk").iterator(BATCH):
        yield one.subscriber.email, one.since.isoformat(timespec="seconds"), one.source_note or one.source
