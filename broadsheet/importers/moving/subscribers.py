"""Those who get a paper's letters, subscribed to a list of ours by the newsletter's own way in, with their consent."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.moving.report import Line
from broadsheet.importers.moving.wishes import Wishes
from broadsheet.newsletter.listing import COLUMNS, bring_in
from broadsheet.newsletter.models import MailingList

HERE = {"new", "there already"}
NO_LIST = "is on no list here: give --list"
UNWILLING = "gets no letters at the source"
_EMAIL = ("email", "email address", "e-mail", "e-mail address", "user_email", "subscriber email")
_SINCE = (
    *(
        "consented_at",
        "confirm_time",
        "confirmed at",
        "confirmed_at",
        "subscribed at",
        "subscribed_at",
        "subscribed on",
    ),
    *("optin_time", "created_at", "created at", "created on", "created", "date added", "signup date", "date"),
)
_STATE = ("global status", "status", "state", "subscribed_to_emails", "subscribed")
_WILLING = {"subscribed", "confirmed", "active", "c", "1", "true", "yes"}
_REASONS = {
    "wrong": "has no address that letters can go to, or no date of consent",
    "has left": "has left the list here since",
    "gets no letters": "gets no letters here: they came back, or its owner complained",
}


@dataclass(frozen=True)
class Wanting:
    """One who had letters at the source: the address, since when (as text), and whether they still want them."""

    email: str
    since: str
    wants: bool = True


def list_of(slug: str) -> MailingList:
    """The list with this slug; CannotImportError where there is none, with those that there are."""
    found = MailingList.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(MailingList.objects.values_list("slug", flat=True)) or "none"
        raise CannotImportError(f"there is no mailing list “{slug}”; there are: {known}.")
    return found


def read_subscribers(path: Path) -> list[Wanting]:
    """The rows of a CSV that a plug-in or a service for letters wrote; CannotImportError where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path, file.read()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CannotImportError(f"{path} cannot be read as CSV in UTF-8: {error}.") from None


def letters(wishes: Wishes) -> tuple[list[Wanting], MailingList | None]:
    """Whom to subscribe, and to which list. Raises CannotImportError where either cannot be used."""
    mailing_list = list_of(wishes.list_slug) if wishes.list_slug else None
    return (read_subscribers(wishes.subscribers) if wishes.subscribers else []), mailing_list


def _rows(path: Path, text: str) -> Iterator[Wanting]:
    first = text.partition("\n")[0]
    rows = csv.DictReader(StringIO(text), delimiter=max(",;\t", key=first.count))
    names = {name.strip().lower(): name for name in rows.fieldnames or [] if name}
    email, since, state = (next((names[one] for one in of if one in names), "") for of in (_EMAIL, _SINCE, _STATE))
    if not email:
        raise CannotImportError(f"{path.name} is no list of subscribers: its first line names no column “email”.")
    for row in rows:
        wants = not state or (row.get(state) or "").strip().lower() in _WILLING
        yield Wanting((row[email] or "").strip(), (row.get(since) or "").strip(), wants)


def subscribe(
    what: str, found: Sequence[Wanting], mailing_list: MailingList | None, source: str, dry: bool
) -> list[Line]:
    """Subscribe those who want letters, with the date of their consent; the line of the report, called `what`."""
    if not found:
        return []
    wanted = [one for one in found if one.wants]
    reasons = {UNWILLING: len(found) - len(wanted)} if len(wanted) < len(found) else {}
    if mailing_list is None:
        return [Line(what, len(found), 0, {**reasons, NO_LIST: len(wanted)} if wanted else reasons)]
    file = StringIO()
    out = csv.writer(file)
    out.writerow(COLUMNS)
    out.writerows((one.email, one.since, source) for one in wanted)
    file.seek(0)
    counts = bring_in(file, mailing_list, dry=dry).counts
    here = sum(count for what, count in counts.items() if what in HERE)
    others = {_REASONS.get(what, what): count for what, count in counts.items() if what not in HERE}
    return [Line(what, len(found), here, {**reasons, **others})]
