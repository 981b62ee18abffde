"""Learning from decisions, one at a time, and taking back what was learnt; asking what is known.

Before it learns from a decision the sieve says what it would have done, and the two are compared. So its record is of
replies that it had not seen, and it acts only where that record is good.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from broadsheet.comments.models import Lesson, Reply, SieveCount
from broadsheet.comments.sieve.weighing import Judgement, Seen, weigh
from broadsheet.comments.sieve.words import features, key

TOTAL, RECORD = 0, 1
"""Rows that stand for all replies, and for what the sieve would have held: rightly (`spam`) and wrongly (`fair`)."""
_FIRST_FEATURE = 16
ENOUGH = 40
"""Replies of each kind before the sieve says anything."""
PROOF = 10
"""What it must have been right about before it acts."""
SHARE = 0.95
"""And how often of all that it would have held."""
HOLDS = 0.9
"""The score from which on it holds."""
_TABLE = SieveCount._meta.db_table
_ADD = f"ON CONFLICT (feature) DO UPDATE SET spam = {_TABLE}.spam + excluded.spam, fair = {_TABLE}.fair + excluded.fair"
_ROWS = 300


@dataclass(frozen=True)
class Standing:
    """How much the sieve has seen, and how right it would have been."""

    total: Seen
    record: Seen

    @property
    def speaks(self) -> bool:
        """Whether it has seen enough of both kinds to say anything."""
        return min(self.total.spam, self.total.fair) >= ENOUGH

    @property
    def is_trusted(self) -> bool:
        """Whether it was right often enough to act."""
        right, wrong = self.record.spam, self.record.fair
        return self.speaks and right >= PROOF and right >= SHARE * (right + wrong)


def standing() -> Standing:
    """How the sieve stands now, by 1 query."""
    return standing_by(_counts([TOTAL, RECORD]))


def judge(text: str) -> tuple[Standing, Judgement]:
    """How the sieve stands, and what it makes of `text`, by 1 query."""
    seen = features(text)
    numbers = [number_of(feature) for feature in seen]
    counts = _counts([TOTAL, RECORD, *numbers])
    return standing_by(counts), weigh_counted(seen, counts)


def weigh_counted(seen: Sequence[str], counts: Mapping[int, Seen]) -> Judgement:
    """The judgement on a reply with these features by the counts of their numbers."""
    known = {one: counts[number] for one in seen if (number := number_of(one)) in counts}
    return weigh(seen, known, counts.get(TOTAL, Seen()))


def number_of(feature: str) -> int:
    """The number by which a feature is counted, out of the way of those that stand for other things."""
    return max(key(feature), _FIRST_FEATURE)


@transaction.atomic
def learn(reply: Reply, spam: bool) -> None:
    """Learn that `reply` is spam, or fair; what was learnt from it before is unlearnt first."""
    unlearn(reply)
    stand, judgement = judge(reply.text)
    said = judgement.score >= HOLDS if stand.speaks else None
    numbers = sorted({number_of(feature) for feature in features(reply.text)})
    Lesson.objects.create(reply=reply, spam=spam, said=said, features=struct.pack(f"<{len(numbers)}q", *numbers))
    _move(numbers, spam, said, 1)


@transaction.atomic
def unlearn(reply: Reply) -> None:
    """Take back what was learnt from `reply`, whatever its text is now; nothing where nothing was."""
    lesson = Lesson.objects.select_for_update().filter(reply_id=reply.pk).first()
    if lesson is None:
        return
    packed = bytes(lesson.features)
    _move(struct.unpack(f"<{len(packed) // 8}q", packed), lesson.spam, lesson.said, -1)
    lesson.delete()


def _move(numbers: Iterable[int], spam: bool, said: bool | None, by: int) -> None:
    """Count a lesson (`by` 1) or take it back (-1)."""
    rows = [(number, by * spam, by * (not spam)) for number in [TOTAL, *numbers]]
    if said:
        rows.append((RECORD, by * spam, by * (not spam)))
    rows.sort()  # in one order, so that two who learn at once do not wait for each other in a circle
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            places = ", ".join(["(%s, %s, %s)"] * len(some))
            insert = f"INSERT INTO {_TABLE} (feature, spam, fair) VALUES {places} {_ADD}"  # noqa: S608
            cursor.execute(insert, [value for row in some for value in row])


def counts_of(numbers: Iterable[int]) -> dict[int, Seen]:
    """The counts of these features and of all replies, by one query for each several hundred."""
    wanted = sorted({TOTAL, *numbers})
    found: dict[int, Seen] = {}
    for start in range(0, len(wanted), _ROWS):
        found |= _counts(wanted[start : start + _ROWS])
    return found


def _counts(numbers: Sequence[int]) -> dict[int, Seen]:
    rows = SieveCount.objects.filter(feature__in=numbers).values_list("feature", "spam", "fair")
    return {number: Seen(spam, fair) for number, spam, fair in rows}


def standing_by(counts: Mapping[int, Seen]) -> Standing:
    """How the sieve stands where its rows `TOTAL` and `RECORD` count so much."""
    return Standing(counts.get(TOTAL, Seen()), counts.get(RECORD, Seen()))
