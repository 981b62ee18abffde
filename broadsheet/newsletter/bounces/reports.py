"""What a mail that came back says: of which kind it is, and which row of the ledger it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes

from broadsheet.newsletter.bounces.kinds import Kind, kind_of
from broadsheet.newsletter.message import is_signed

_NAMES = re.compile(rb"(?:letter\.\d{1,18}\.|\+)(\d{1,18})[.-]([0-9a-f]{12})@")


@dataclass(frozen=True)
class Report:
    """A kind, and the number of the row that it is about, if that is known by a name that only we can have made."""

    kind: Kind
    delivery_id: int | None


def read(raw: bytes) -> Report:
    """What the mail `raw` says. Never raises for what mails may hold."""
    return Report(kind_of(message_from_bytes(raw)), row_of(raw))


def row_of(raw: bytes) -> int | None:
    """The row that the first name in `raw` names which is ours (VERP, or the Message-ID)."""
    for found in _NAMES.finditer(raw):
        if is_signed(int(found[1]), found[2].decode()):
            return int(found[1])
    return None
