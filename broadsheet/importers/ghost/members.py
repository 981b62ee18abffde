"""Ghost's members: who of them gets its letters, and since when."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.ghost.reading import moment
from broadsheet.importers.moving.subscribers import Wanting

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


def wanting(rows: Iterable[Row], tables: dict[str, list[Row]]) -> Iterator[Wanting]:
    """Each member, and whether they get letters: by their own row, else by the table of Ghost 5 that joins lists."""
    joined = {str(row.get("member_id")) for row in tables.get("members_newsletters", [])}
    for row in rows:
        said = next((row[name] for name in ("subscribed_to_emails", "subscribed") if row.get(name) is not None), None)
        wants = str(row.get("id")) in joined if said is None else str(said).strip().lower() not in _NO
        at = moment(row.get("created_at"))
        yield Wanting(row.get("email") or "", at.isoformat() if at else "", wants and not row.get("deleted_at"))
