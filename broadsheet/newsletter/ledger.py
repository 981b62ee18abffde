"""The ledger of messages: who takes which row, and what became of it.

A row is claimed before its message is handed over, and settled afterwards; each is a small transaction. So whatever is
killed in between leaves claimed rows: they are taken back and sent again, under the same Message-ID. A message can
therefore come twice, never not at all, and `doubts` counts how often that may have been.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Sum
from django.utils import timezone

from broadsheet.newsletter.models import (
    OPEN,
    Bucket,
    Delivery,
    DeliveryState,
    Exclusion,
    Letter,
    LetterState,
    Sender,
    Subscription,
)

LEASE = timedelta(seconds=120)
"""How long a sender elsewhere is believed to be alive after its last sign."""
PAUSES = (5, 15, 60, 180, 360, 720, 1440)
"""Minutes until a message that a server put off is tried again; then it has failed."""

MOST_DOUBTS = 3
"""So often a message goes again at once after a connection that broke while it was taken; then with pauses."""


@dataclass(frozen=True)
class Claimed:
    """A message in the hands of a sender."""

    delivery_id: int
    subscriber_id: int
    email: str


@dataclass(frozen=True)
class Outcome:
    """What became of a message: handed, deferred, failed, or prepared again (`doubt`: it may have been handed over)."""

    delivery_id: int
    state: DeliveryState
    reason: str = ""
    doubt: bool = False


@transaction.atomic
def claim(letter_id: int, sender_id: int, most: int, server: str = "", rate: float = 0) -> list[Claimed]:
    """Take up to `most` messages that are due, none of which anybody else can take; [] where there are none, or the
    letter is paused, or `server` may be given no more just now (`rate` a second; 0: as many as it takes).

    Who has unsubscribed until now, or gets no letters any more, is excluded here.
    """
    letter = Letter.objects.only("pk", "mailing_list_id", "state").get(pk=letter_id)
    if letter.state != LetterState.SENDING:
        return []
    most = min(most, _allowed(server, rate)) if rate else most
    now = timezone.now()
    rows = _due(letter_id, most, now) if most > 0 else []
    wanted = _wanted(letter.mailing_list_id, [row[1] for row in rows])
    claimed = [Claimed(row[0], row[1], row[2]) for row in rows if row[1] in wanted and not row[3]]
    taken = {one.delivery_id for one in claimed}
    Delivery.objects.filter(pk__in=taken).update(
        state=DeliveryState.CLAIMED, sender=sender_id, at=now, attempts=F("attempts") + 1, reason=""
    )
    for row in rows:
        if row[0] not in taken:
            reason = row[3] or (Exclusion.UNSUBSCRIBED if row[1] else Exclusion.ERASED)
            Delivery.objects.filter(pk=row[0]).update(state=DeliveryState.EXCLUDED, reason=reason, at=now)
    if rate and claimed:
        Bucket.objects.filter(server=server).update(tokens=F("tokens") - len(claimed))
    return claimed


def _due(letter_id: int, most: int, now: datetime) -> list[tuple[int, int, str, str]]:
    """Rows (number, subscriber, address, refusal) that nobody has in hand: first those to try again, then in order."""
    rows = Delivery.objects.select_for_update(of=("self",), skip_locked=True).filter(letter=letter_id).order_by("pk")
    told = ("pk", "subscriber_id", "subscriber__email", "subscriber__refusal")
    again = list(rows.filter(state=DeliveryState.DEFERRED, at__lte=now).values_list(*told)[:most])
    return again + list(rows.filter(state=DeliveryState.PREPARED).values_list(*told)[: most - len(again)])


def _wanted(mailing_list_id: int, subscribers: Sequence[int]) -> set[int]:
    found = Subscription.objects.filter(subscriber__in=subscribers, mailing_list=mailing_list_id, is_on=True)
    return set(found.values_list("subscriber_id", flat=True))


def still_wanted(mailing_list_id: int, subscriber_id: int) -> bool:
    """Whether a subscriber wants the list at this moment, and may be written to."""
    found = Subscription.objects.filter(subscriber=subscriber_id, mailing_list=mailing_list_id, is_on=True)
    return found.filter(subscriber__refusal="").exists()


def _allowed(server: str, rate: float) -> int:
    """How many messages `server` may be given now. What it did not use it keeps for one second, no longer."""
    now = timezone.now()
    bucket, _made = Bucket.objects.select_for_update().get_or_create(server=server, defaults={"at": now, "tokens": 1})
    gained = max(0.0, (now - bucket.at).total_seconds()) * rate
    bucket.tokens, bucket.at = min(max(rate, 1.0), bucket.tokens + gained), now
    bucket.save(update_fields=["tokens", "at"])
    return int(bucket.tokens)


@transaction.atomic
def settle(sender_id: int, outcomes: Iterable[Outcome]) -> int:
    """Write down what became of messages in this sender's hands; how many that were."""
    now, groups = timezone.now(), {}  # type: ignore[var-annotated]
    for one in outcomes:
        groups.setdefault((one.state, one.reason[:200], one.doubt), []).append(one.delivery_id)
    count = 0
    for (state, reason, doubt), numbers in groups.items():
        mine = Delivery.objects.filter(pk__in=numbers, state=DeliveryState.CLAIMED, sender=sender_id)
        if doubt:
            mine.update(doubts=F("doubts") + 1)
            count += sum(_defer(row, reason, now) for row in mine.filter(doubts__gt=MOST_DOUBTS))
        if state == DeliveryState.DEFERRED:
            count += sum(_defer(row, reason, now) for row in mine)
        elif state == DeliveryState.PREPARED:  # nobody has said anything about the message: that was no attempt
            count += mine.update(state=state, reason=reason, at=now, sender=None, attempts=F("attempts") - 1)
        else:
            count += mine.update(state=state, reason=reason, at=now, sender=None)
    return count


def _defer(row: Delivery, reason: str, now: datetime) -> int:
    state, at = DeliveryState.FAILED, now
    if row.attempts <= len(PAUSES):
        state, at = DeliveryState.DEFERRED, now + timedelta(minutes=PAUSES[row.attempts - 1])
    return Delivery.objects.filter(pk=row.pk).update(state=state, reason=reason, at=at, sender=None)


def join(place: str) -> Sender:
    """A new sender at `place`, who must hold its lock: so whoever was there before is dead, and loses its rows."""
    sender = Sender.objects.create(place=place, beat_at=timezone.now())
    _take_back(Sender.objects.filter(place=place).exclude(pk=sender.pk).values_list("pk", flat=True))
    return sender


def beat(sender: Sender) -> bool:
    """Tell that `sender` lives, and take back what senders elsewhere left. False where it was itself given up."""
    now = timezone.now()
    if not Sender.objects.filter(pk=sender.pk).update(beat_at=now):
        return False
    _take_back(Sender.objects.filter(beat_at__lt=now - LEASE).values_list("pk", flat=True))
    return True


@transaction.atomic
def _take_back(dead: Iterable[int]) -> int:
    numbers = list(dead)
    if not numbers:
        return 0
    begun = [LetterState.SENDING, LetterState.PAUSED, LetterState.CANCELLED]
    letters = Letter.objects.filter(state__in=begun).values_list("pk", flat=True)
    lost = Delivery.objects.filter(letter__in=list(letters), state=DeliveryState.CLAIMED, sender__in=numbers)
    count = lost.update(state=DeliveryState.PREPARED, doubts=F("doubts") + 1, sender=None, at=timezone.now())
    Sender.objects.filter(pk__in=numbers).delete()
    drop_cancelled()
    return count


def drop_cancelled() -> int:
    """Exclude what is left of letters that were cancelled; how many. What is in somebody's hands comes here later."""
    letters = list(Letter.objects.filter(state=LetterState.CANCELLED).values_list("pk", flat=True))
    rows = Delivery.objects.filter(letter__in=letters, state__in=[DeliveryState.PREPARED, DeliveryState.DEFERRED])
    return rows.update(state=DeliveryState.EXCLUDED, reason=Exclusion.CANCELLED, at=timezone.now())


def has_work(letter_id: int) -> bool:
    """Whether something of a letter can be sent now, or is in somebody's hands."""
    rows = Delivery.objects.filter(letter=letter_id)
    if rows.filter(state__in=[DeliveryState.PREPARED, DeliveryState.CLAIMED]).exists():
        return True
    return rows.filter(state=DeliveryState.DEFERRED, at__lte=timezone.now()).exists()


@transaction.atomic
def finish(letter_id: int) -> bool:
    """Call a letter sent where nothing of it is open any more; whether it is."""
    letter = Letter.objects.select_for_update(of=("self",)).only("pk", "state").get(pk=letter_id)
    if letter.state != LetterState.SENDING:
        return letter.state == LetterState.SENT
    if Delivery.objects.filter(letter=letter_id, state__in=OPEN).exists():
        return False
    Letter.objects.filter(pk=letter_id).update(state=LetterState.SENT, finished_at=timezone.now())
    return True


@dataclass(frozen=True)
class Tally:
    """How a letter stands: its candidates by state, the excluded by reason, how many may have come twice; and of those
    that were handed over, how many came back, by `Returned`, and how many who had it left the list before the next."""

    candidates: int
    states: dict[str, int]
    excluded: dict[str, int]
    doubts: int
    returned: dict[str, int]
    unsubscribed: int

    @property
    def adds_up(self) -> bool:
        """Whether every candidate is in exactly one state."""
        return self.candidates == sum(self.states.values())


def tally(letter: Letter) -> Tally:
    """Counted now, along an index; `candidates` was counted when the recipients were frozen."""
    rows = Delivery.objects.filter(letter=letter)
    states = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    told = rows.filter(state=DeliveryState.EXCLUDED).order_by().values_list("reason").annotate(Count("pk"))
    doubts = rows.filter(doubts__gt=0).aggregate(all=Sum("doubts"))["all"] or 0
    back = rows.exclude(returned="").order_by().values_list("returned").annotate(Count("pk"))
    by_state = {state: states.get(state, 0) for state in DeliveryState.values}
    return Tally(letter.candidates, by_state, dict(told), doubts, dict(back), _unsubscribed(letter))


def _unsubscribed(letter: Letter) -> int:
    """How many who were handed it left its list afterwards, before the next letter of the list began."""
    if letter.begun_at is None:
        return 0
    later = Letter.objects.filter(mailing_list=letter.mailing_list_id, begun_at__gt=letter.begun_at)
    left = Subscription.objects.filter(mailing_list=letter.mailing_list_id, is_on=False, ended_at__gte=letter.begun_at)
    end = later.aggregate(first=Min("begun_at"))["first"]
    left = left.filter(ended_at__lt=end) if end else left
    had = Delivery.objects.filter(letter=letter, subscriber=OuterRef("subscriber"), state=DeliveryState.HANDED)
    return left.filter(Exists(had)).count()
