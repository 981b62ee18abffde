"""A Ghost paper moves in, with its members."""

from __future__ import annotations

from pathlib import Path

from broadsheet.importers.ghost.members import read_members, wanting
from broadsheet.importers.ghost.reading import Ghost
from broadsheet.importers.moving.report import Report
from broadsheet.importers.moving.subscribers import list_of, subscribe
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
    found, note = list(wanting(rows, ghost.tables)), f"Ghost: {ghost.base or ghost.title}"
    return move_small(ghost.source(), wishes, said, lambda dry: subscribe("members", found, mailing_list, note, dry))
