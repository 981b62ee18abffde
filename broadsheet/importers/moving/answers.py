"""What readers replied, as rows: placed in their threads, counted, and never written twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from broadsheet.comments import paths, text
from broadsheet.comments.models import Reply, State
from broadsheet.comments.models.reply import LONGEST_NAME, LONGEST_TEXT
from broadsheet.edge.addresses import hashed, plain
from broadsheet.importers.moving.ledger import digest
from broadsheet.importers.moving.records import Answer, Record
from broadsheet.importers.moving.rows import Row, columns, prepared

ADDRESSES = ("drop", "hash", "keep")
MARK = "moved-"


def prefix(source: str) -> str:
    """How the tokens of replies from `source` begin."""
    return MARK + digest(source)[:6] + "-"


class Replies:
    """The rows of replies. `addresses`: whether internet addresses are dropped, hashed or kept."""

    def __init__(self, source: str, addresses: str = "drop") -> None:
        self._source, self._addresses, self._prefix = source, addresses, prefix(source)
        self._row = columns(Reply, Reply(name="", text="", posted_at=timezone.now(), trace=[]))
        self._row.pop("id")

    def token(self, record: Record, answer: Answer) -> str:
        """What makes an answer the same reply whenever it is read."""
        return (self._prefix + digest(self._source, record.key, answer.key))[:32]

    def of(self, story: int, record: Record, known: dict[str, Any], number: Callable[[], int]) -> list[Row]:
        """The rows of the replies to `story` that are not `known` (token -> id, path, depth, root)."""
        rows: list[Row] = []
        placed: dict[str, Any] = {}
        for answer in record.answers:
            token = self.token(record, answer)
            if token in known:
                placed[answer.key] = known[token]
                continue
            words = text.clean(answer.text)[:LONGEST_TEXT]
            if not words:
                record.notes.append(f"comment {answer.key} has no words: left out")
                continue
            pk, above = number(), placed.get(answer.parent)
            path = path_of(above[1] if above else "", answer, token)
            root = (above[3] or above[0]) if above else None
            depth = above[2] + 1 if above else 0
            placed[answer.key] = (pk, path, depth, root)
            rows.append(self._reply(pk, story, answer, words, token, path, depth, root, above[0] if above else None))
        return rows

    def _reply(
        self, pk: int, story: int, answer: Answer, words: str, token: str, path: str, depth: int,
        root: int | None, parent: int | None,
    ) -> Row:  # fmt: skip
        at, ip = prepared(answer.at), plain(answer.ip) if answer.ip else ""
        return {
            **self._row,
            "id": pk,
            "story_id": story,
            "parent_id": parent,
            "root_id": root,
            "depth": depth,
            "path": path,
            "thread": path[: paths.COMPONENT],
            "state": str(answer.state),
            "phase": "import",
            "name": text.clean_line(answer.name)[:LONGEST_NAME] or "Anonymous",
            "email": _email(answer.email),
            "website": answer.website
            if answer.website.startswith(("http://", "https://")) and len(answer.website) <= 200
            else "",
            "text": words,
            "posted_at": at,
            "approved_at": at if answer.state == State.APPROVED else None,
            "ip": ip or None if self._addresses == "keep" else None,
            "ip_hash": hashed(ip)[:32] if ip and self._addresses == "hash" else "",
            "token": token,
        }


def path_of(above: str, answer: Answer, token: str) -> str:
    """The path of a reply: as one that is posted has it, but with no chance in it, so that it is the same each time."""
    made = paths.path(above, answer.at)
    return made[:-2] + token[-2:]


def _email(address: str) -> str:
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= 254 else ""


def counts(rows: list[Row]) -> list[Row]:
    """The counts of the stories of `rows`, which had none."""
    approved = Counter(row["story_id"] for row in rows if row["state"] == State.APPROVED)
    held = Counter(row["story_id"] for row in rows if row["state"] == State.HELD)
    return [
        {"story_id": pk, "approved": approved[pk], "held": held[pk]} for pk in sorted(approved.keys() | held.keys())
    ]
