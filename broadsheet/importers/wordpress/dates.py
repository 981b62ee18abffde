"""Times as exports have them: without a zone, zero, impossible, or as mail writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils import timezone

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


_SHAPE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)


def _read(text: str) -> datetime:
    if not _SHAPE.fullmatch(text):
        raise ValueError
    return datetime.fromisoformat(text)  # thirty times as fast as strptime


def moment(utc: str, local: str = "", mail: str = "") -> datetime | None:
    """The first of these that is a time after 1970: WordPress's in UTC, its own in the paper's zone, one as in mail."""
    for text, zone in ((utc, UTC), (local, timezone.get_default_timezone())):
        try:
            found = _read(text).replace(tzinfo=zone)
        except ValueError:
            continue
        if found >= EARLIEST:
            return found.astimezone(UTC)
    try:
        found = parsedate_to_datetime(mail)
    except (ValueError, TypeError, IndexError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC) if found >= EARLIEST and found.year < 9000 else None
