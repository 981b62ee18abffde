"""What is known of the person behind a draft: earlier replies, bans; and how far the sieve may be trusted.

One short query, however many phases ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from django.db import connection

from broadsheet.comments.models import Ban, Reply, SieveCount, State
from broadsheet.comments.models.ban import BanKind
from broadsheet.comments.sieve import learning
from broadsheet.comments.sieve.weighing import Seen

RECENT = timedelta(days=1)
MOST = 60
"""Earlier replies that are looked at, of each address, network and person; the limits of a flood lie below."""


class Earlier(NamedTuple):
    """An earlier reply: by what it was found (a `BanKind`), when it came, what it is, if its text is the same."""

    by: str
    at: datetime
    state: str
    same: bool
    story_id: int
    parent_id: int | None
    confirmed: bool


class Standing(NamedTuple):
    """A ban that holds: of what kind, its reason, until when."""

    kind: str
    reason: str
    until: datetime | None


@dataclass(frozen=True)
class Known:
    """What is known of one person."""

    earlier: Sequence[Earlier] = ()
    bans: Sequence[Standing] = ()
    sieve: learning.Standing | None = None
    """How the sieve stands; None where nobody asked."""

    def since(self, kind: BanKind, moment: datetime) -> int:
        """How many replies came from the same address, network or e-mail address after `moment`."""
        return sum(one.by == kind and one.at > moment for one in self.earlier)

    def of_person(self, *states: State) -> int:
        """How many replies with the same e-mail address are in one of `states` now."""
        return sum(one.by == BanKind.EMAIL and one.state in states for one in self.earlier)

    @property
    def is_confirmed(self) -> bool:
        """Whether the e-mail address was confirmed at any time."""
        return any(one.by == BanKind.EMAIL and one.confirmed for one in self.earlier)


class Person(Protocol):
    """By what somebody is known, and the text that they want to post now."""

    @property
    def email(self) -> str: ...
    @property
    def ip(self) -> str: ...
    @property
    def subnet(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def now(self) -> datetime: ...


_REPLY, _BAN, _SIEVE = (model._meta.db_table for model in (Reply, Ban, SieveCount))
_EARLIER = (
    "SELECT * FROM (SELECT '{by}' AS found, posted_at AS at, state, text = %s AS same, story_id, parent_id, "  # noqa: S608
    "confirmed_at IS NOT NULL AS confirmed, '' AS reason "
    f"FROM {_REPLY} WHERE {{column}} = %s{{recent}} ORDER BY posted_at DESC LIMIT {MOST}) AS by_{{by}}"
)
_BANNED = (
    "SELECT 'ban' AS found, until AS at, kind AS state, id IS NULL AS same, id AS story_id, id AS parent_id, "  # noqa: S608
    f"id IS NULL AS confirmed, reason FROM {_BAN} WHERE (until IS NULL OR until > %s) AND ({{which}})"
)
_STANDING = (
    "SELECT 'sieve' AS found, NULL AS at, '' AS state, feature IS NULL AS same, feature AS story_id, "  # noqa: S608
    f"spam AS parent_id, feature IS NULL AS confirmed, CAST(fair AS varchar(20)) AS reason FROM {_SIEVE} "
    f"WHERE feature IN ({learning.TOTAL}, {learning.RECORD})"
)


def known_of(person: Person) -> Known:
    """What the database knows of `person`: up to `MOST` replies by each mark, and the bans that hold; by 1 query.

    How the sieve stands comes with it, so that nobody has to ask for words while it may not speak.
    """
    asked = [(kind, column, value) for kind, column, value in _marks(person) if value]
    if not asked:
        return Known()
    arms, values = [], []
    for kind, column, value in asked:
        recent = "" if kind == BanKind.EMAIL else " AND posted_at > %s"
        arms.append(_EARLIER.format(by=kind, column=column, recent=recent))
        values += [person.text, _for_database(column, value), *([_time(person.now - RECENT)] if recent else [])]
    arms += [_BANNED.format(which=" OR ".join(["(kind = %s AND value = %s)"] * len(asked))), _STANDING]
    values += [_time(person.now), *(part for kind, _, value in asked for part in (str(kind), value))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), values)
        rows = cursor.fetchall()
    found: dict[str, list[Any]] = {"ban": [], "sieve": [], "earlier": []}
    for row in rows:
        found.get(row[0], found["earlier"]).append(row)
    counts = {row[4]: Seen(row[5], int(row[7])) for row in found["sieve"]}
    return Known([*map(_earlier, found["earlier"])], [*map(_standing, found["ban"])], learning.standing_by(counts))


def _marks(person: Person) -> list[tuple[BanKind, str, str]]:
    return [
        (BanKind.ADDRESS, "ip", person.ip),
        (BanKind.SUBNET, "subnet", person.subnet),
        (BanKind.EMAIL, "email", person.email),
    ]


def _earlier(row: tuple[Any, ...]) -> Earlier:
    by, at, state, same, story_id, parent_id, confirmed, _ = row
    return Earlier(by, _moment(at), state, bool(same), story_id, parent_id, bool(confirmed))


def _standing(row: tuple[Any, ...]) -> Standing:
    return Standing(row[2], row[7], _moment(row[1]) if row[1] else None)


def _for_database(column: str, value: str) -> Any:
    field: Any = Reply._meta.get_field(column)
    return field.get_db_prep_value(value, connection)


def _time(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _moment(value: datetime | str) -> datetime:
    """SQLite gives back what it keeps: text or a moment without a zone, in UTC."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
