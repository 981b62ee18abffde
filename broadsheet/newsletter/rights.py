"""What is kept of one person: handed over, or erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from broadsheet.newsletter.models import Asking, Delivery, Subscriber


def export(email: str) -> dict[str, Any]:
    """All that the room keeps of this address, as JSON can hold it: consents, what was sent, sign-ups that wait."""
    reader = Subscriber.objects.of(email).first()
    sent = Delivery.objects.select_related("letter").order_by("pk")
    asked = Asking.objects.filter(email=email.strip().lower()).order_by("at")
    return {
        "confirmed_at": reader and _plain(reader.confirmed_at),
        "gets_no_letters": reader
        and {"why": reader.refusal, "since": _plain(reader.refused_at), "score": reader.score},
        "subscriptions": [
            {
                "list": one.mailing_list.name,
                "wanted": one.is_on,
                "since": _plain(one.since),
                "consent": one.source,
                "consent_note": one.source_note,
                "ended_at": _plain(one.ended_at),
                "how_it_ended": one.ending,
            }
            for one in (reader.subscriptions.select_related("mailing_list").order_by("pk") if reader else [])
        ],
        "letters": [
            {"subject": one.letter.subject, "state": one.state, "at": _plain(one.at), "reason": one.reason}
            for one in (sent.filter(subscriber=reader) if reader else sent.none())
        ],
        "sign_ups_that_wait": [_plain(one.at) for one in asked],
    }


@transaction.atomic
def erase(email: str) -> int:
    """Erase all that is kept of this address; how many subscriptions that were.

    Rows of ledgers stay without a name, so that their sums hold; what was not sent yet will not be.
    """
    Asking.objects.filter(email=email.strip().lower()).delete()
    reader = Subscriber.objects.of(email).first()
    if reader is None:
        return 0
    count = reader.subscriptions.count()
    reader.delete()
    return count


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if value else None
