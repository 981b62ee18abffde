"""What rules would have done to the replies of the last days, before they are saved.

The newest replies of the span are gone through in the order in which they came, each judged by what was known then. How
much is looked at is bounded by number and by time, and told. Phases that need what is not kept (the hidden field, the
seconds before sending, bans of the time) say nothing here. The sieve judges each reply as if it had not learnt from
that one.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Count, Max

from broadsheet.comments.models import Lesson, Reply, State
from broadsheet.comments.models.ban import BanKind
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.judging import judge
from broadsheet.comments.phases.past import MOST, RECENT, Earlier, Known
from broadsheet.comments.phases.rules import Rule
from broadsheet.comments.phases.sieve import Sieve
from broadsheet.comments.phases.verdict import Word
from broadsheet.comments.sieve import learning
from broadsheet.comments.sieve.weighing import Judgement, Seen
from broadsheet.comments.sieve.words import features

SPAN = timedelta(days=30)
LOOKED_AT = 3000
SECONDS = 5.0
_BLOCK = 200
_FIELDS = (
    "pk",
    "email",
    "ip",
    "subnet",
    "name",
    "text",
    "website",
    "posted_at",
    "state",
    "story_id",
    "parent_id",
    "confirmed_at",
)


@dataclass
class Tally:
    """How many replies were found, and how many of them are public now."""

    held: int = 0
    held_public: int = 0
    refused: int = 0
    refused_public: int = 0

    def add(self, word: Word | str, public: bool) -> None:
        """Count one."""
        if word == Word.HOLD:
            self.held += 1
            self.held_public += public
        elif word == Word.REFUSE:
            self.refused += 1
            self.refused_public += public


@dataclass
class Rehearsal:
    """What came of it: by phase, all together, and what was turned down by people though the rules let it pass."""

    looked_at: int = 0
    whole: bool = True
    """Whether that was all there is."""
    phases: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    all: Tally = field(default_factory=Tally)
    missed: int = 0


def rehearse(rules: Sequence[Rule], now: datetime, most: int = LOOKED_AT, seconds: float = SECONDS) -> Rehearsal:
    """What `rules` would have done to the newest `most` replies of the last 30 days, within about `seconds`."""
    began = time.monotonic()
    newest = Reply.objects.filter(posted_at__gt=now - SPAN, user=None).order_by("-posted_at", "-id")
    rows = list(newest.values_list(*_FIELDS, named=True)[: most + 1])
    done = Rehearsal(whole=len(rows) <= most)
    phases = [rule.phase for rule in rules if rule.works and rule.kind.replays]
    learns = any(isinstance(phase, Sieve) for phase in phases)
    past = _Past(rows[:most])
    for block in _blocks(rows[:most][::-1], _BLOCK):
        if time.monotonic() - began > seconds:
            done.whole = False
            break
        likeness = _likeness(block) if learns else {}
        for row in block:
            _count(done, row, judge(cast(Draft, past.draft(row, likeness.get(row.pk))), phases))
            past.add(row)
    return done


def _blocks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _count(done: Rehearsal, row: Any, verdict: Any) -> None:
    public = row.state == State.APPROVED
    done.looked_at += 1
    done.all.add(verdict.word, public)
    for found in verdict.trace:
        done.phases[found["phase"]].add(found["word"], public)
    if verdict.word == Word.PASS and row.state in (State.REFUSED, State.SPAM):
        done.missed += 1


class _Past:
    """What was known at each moment, as `phases.past` would have told it."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.by: dict[tuple[str, str], deque[Earlier]] = defaultdict(lambda: deque(maxlen=MOST))
        self.texts: dict[tuple[str, str], deque[str]] = defaultdict(lambda: deque(maxlen=MOST))
        if rows:
            self._recall({row.email for row in rows if row.email}, rows[-1].posted_at)

    def _recall(self, emails: Iterable[str], before: datetime) -> None:
        """What these people had posted before the first of the rows."""
        for some in _blocks(sorted(emails), 500):
            found = Reply.objects.filter(email__in=some, posted_at__lt=before).order_by()
            for row in found.values("email", "state").annotate(count=Count("pk"), confirmed=Max("confirmed_at")):
                one = Earlier(BanKind.EMAIL, before - SPAN, row["state"], False, 0, None, row["confirmed"] is not None)
                self.by[BanKind.EMAIL, row["email"]].extend([one] * min(row["count"], MOST))
                self.texts[BanKind.EMAIL, row["email"]].extend([""] * min(row["count"], MOST))

    def add(self, row: Any) -> None:
        for kind, value in _marks(row):
            confirmed = row.confirmed_at is not None
            one = Earlier(kind, row.posted_at, row.state, False, row.story_id, row.parent_id, confirmed)
            self.by[kind, value].append(one)
            self.texts[kind, value].append(row.text)

    def draft(self, row: Any, likeness: tuple[learning.Standing, Judgement] | None) -> Any:
        """The reply as phases see it."""
        return SimpleNamespace(
            name=row.name,
            email=row.email,
            text=row.text,
            website=row.website,
            ip=row.ip or "",
            subnet=row.subnet,
            now=row.posted_at,
            story=SimpleNamespace(pk=row.story_id),
            parent=SimpleNamespace(pk=row.parent_id) if row.parent_id else None,
            known=Known(list(self._known(row))),
            likeness=likeness,
        )

    def _known(self, row: Any) -> Iterator[Earlier]:
        for mark in _marks(row):
            for one, text in zip(self.by[mark], self.texts[mark], strict=True):
                if mark[0] == BanKind.EMAIL or one.at > row.posted_at - RECENT:
                    yield one._replace(same=text == row.text)


def _marks(row: Any) -> list[tuple[BanKind, str]]:
    marks = [(BanKind.ADDRESS, row.ip), (BanKind.SUBNET, row.subnet), (BanKind.EMAIL, row.email)]
    return [(kind, value) for kind, value in marks if value]


def _likeness(rows: Sequence[Any]) -> dict[int, tuple[learning.Standing, Judgement]]:
    """What the sieve makes of each, without what it learnt from it."""
    seen = {row.pk: features(row.text) for row in rows}
    counts = learning.counts_of(learning.number_of(one) for some in seen.values() for one in some)
    lessons = dict(Lesson.objects.filter(reply__in=list(seen)).values_list("reply", "spam"))
    standing = learning.standing()
    return {
        pk: (standing, learning.weigh_counted(some, _without(counts, some, lessons.get(pk))))
        for pk, some in seen.items()
    }


def _without(counts: dict[int, Seen], some: Sequence[str], spam: bool | None) -> dict[int, Seen]:
    """`counts` of these features, less one lesson of that kind."""
    numbers = [learning.TOTAL, *map(learning.number_of, some)]
    less = Counter() if spam is None else Counter({"spam": int(spam), "fair": int(not spam)})
    return {
        one: Seen(counts[one].spam - less["spam"], counts[one].fair - less["fair"]) for one in numbers if one in counts
    }
