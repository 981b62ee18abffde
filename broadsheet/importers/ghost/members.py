"""Ghost's members who get its letters, subscribed to a list of ours by the newsletter's own way in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.ghost.reading import moment
from broadsheet.importers.moving.report import Line
from broadsheet.newsletter.listing import COLUMNS, bring_in
from broadsheet.newsletter.models import MailingList

HERE = {"new", "there already"}
NO_LIST = "is on no list here: give --list"
UNWILLING = "gets no letters at Ghost"
_NO = {"", "false", "0", "no"}
Row = dict[str, Any]


def read_members(path: Path) -> list[Row]:
    """The rows of the CSV that Ghost writes under Members → Export; CannotImportError where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "email" not in (rows.fieldnames or []):
                raise CannotImportError(f"{path.name} is no list of members: its first line names no column “email”.")
            return list(rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CannotImportError(f"{path} cannot be read as CSV in UTF-8: {error}.") from None


def list_of(slug: str) -> MailingList:
    """The list with this slug; CannotImportError where there is none, with those that there are."""
    found = MailingList.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(MailingList.objects.values_list("slug", flat=True)) or "none"
        raise CannotImportError(f"there is no mailing list “{slug}”; there are: {known}.")
    return found


def willing(rows: Iterable[Row], tables: dict[str, list[Row]]) -> Iterator[tuple[Row, bool]]:
    """Each member, and whether they get letters: by their own row, else by the table of Ghost 5 that joins lists."""
    joined = {str(row.get("member_id")) for row in tables.get("members_newsletters", [])}
    for row in rows:
        said = next((row[name] for name in ("subscribed_to_emails", "subscribed") if row.get(name) is not None), None)
        wants = str(row.get("id")) in joined if said is None else str(said).strip().lower() not in _NO
        yield row, wants and not row.get("deleted_at")


def subscribe(members: list[tuple[Row, bool]], mailing_list: MailingList | None, source: str, dry: bool) -> list[Line]:
    """Subscribe those who get letters, with the date on which they joined; the line of the report."""
    if not members:
        return []
    wanted = [row for row, wants in members if wants]
    reasons = {UNWILLING: len(members) - len(wanted)} if len(wanted) < len(members) else {}
    if mailing_list is None:
        return [Line("members", len(members), 0, {**reasons, NO_LIST: len(wanted)} if wanted else reasons)]
    file = StringIO()
    out = csv.writer(file)
    out.writerow(COLUMNS)
    for row in wanted:
        at = moment(row.get("created_at"))
        out.writerow([row.get("email") or "", at.isoformat() if at else "", f"Ghost: {source}"])
    file.seek(0)
    counts = bring_in(file, mailing_list, dry=dry).counts
    here = sum(count for what, count in counts.items() if what in HERE)
    others = {_REASONS.get(what, what): count for what, count in counts.items() if what not in HERE}
    return [Line("members", len(members), here, {**reasons, **others})]


_REASONS = {
    "wrong": "has no address that letters can go to, or no date of consent",
    "has left": "has left the list here since",
    "gets no letters": "gets no letters here: they came back, or its owner complained",
}
