"""What our own exports tell beside what WordPress knows, under names that begin with `_broadsheet`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from broadsheet.articles.models import Story
from broadsheet.importers.moving.stories import FIELDS

STORY, SECTION = "_broadsheet_story", "_broadsheet_section"
"""Names of the meta values of an item, as JSON, and of a category that is a section: its slug."""
MOST_CORRECTIONS = 200


def read_fields(metas: Mapping[str, str]) -> dict[str, Any]:
    """What an item says of itself: only what a story may hold, {} where it is none of ours."""
    try:
        found = json.loads(metas.get(STORY, ""))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    made: dict[str, Any] = {name: found[name] for name in FIELDS if _is_fit(name, found.get(name))}
    words = ("seo_title", "description")
    made |= {name: found[name] for name in words if isinstance(found.get(name), str)}
    rows = found.get("corrections")
    corrections = (
        [one for row in rows[:MOST_CORRECTIONS] if (one := _correction(row))] if isinstance(rows, list) else []
    )
    return {**made, **({"corrections": corrections} if corrections else {})}


def _is_fit(name: str, value: Any) -> bool:
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        Story._meta.get_field(name).clean(value, None)
    except ValidationError:
        return False
    return True


def _correction(row: Any) -> tuple[datetime, str] | None:
    if not (isinstance(row, list) and len(row) == 2 and isinstance(row[1], str) and row[1].strip()):
        return None
    try:
        at = datetime.fromisoformat(str(row[0]))
    except ValueError:
        return None
    return (at, row[1].replace("\0", "")) if at.tzinfo else None
