"""A Ghost paper moves in, with its members."""

from __future__ import annotations

from pathlib import Path

from broadsheet.importers.ghost.members import list_of, read_members, subscribe, willing
from broadsheet.importers.ghost.reading import Ghost
from broadsheet.importers.moving.report import Report
from broadsheet.importers.moving.wishes import Said, Wishes
from broadsheet.importers.small.moving import move_small


def move_ghost(
    path: Path,
    wishes: Wishes,
    *,
    url: str = "",
    members: Path | None = None,
    list_slug: str = "",
    said: Said = lambda step, done, all_: None,
) -> Report:
    """Bring the export in. Raises CannotImportError, with nothing written, where something cannot be used."""
    mailing_list = list_of(list_slug) if list_slug else None
    ghost = Ghost(path, url)
    rows = ghost.tables.get("members", []) + (read_members(members) if members else [])
    found = list(willing(rows, ghost.tables))
    return move_small(
        ghost.source(), wishes, said, lambda dry: subscribe(found, mailing_list, ghost.base or ghost.title, dry)
    )
