"""Proofs of work by altcha (PoW v2): the browser works for a second, which a reader does not feel and a flood does.

A challenge is signed and holds for some minutes; nothing of it is kept here until it is solved. Then its signature is,
so that no solution counts twice.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import altcha
from django.db import connection
from django.utils.crypto import salted_hmac

from broadsheet.comments.models import SpentProof

COST = 5_000
"""Rounds of PBKDF2 for one try: about two thousandths of a second."""
HOLDS = timedelta(minutes=30)
LONGEST = 4_000
_SPEND = (
    f"INSERT INTO {SpentProof._meta.db_table} (signature, until) VALUES (%s, %s) ON CONFLICT (signature) DO NOTHING"  # noqa: S608
)


def challenge(tries: int, now: datetime) -> dict[str, Any]:
    """A challenge, as JSON can hold it, that takes from half as many to as many `tries`."""
    counter = tries // 2 + secrets.randbelow(tries - tries // 2 + 1)
    made = altcha.create_challenge(
        "PBKDF2/SHA-256", COST, counter=counter, expires_at=now + HOLDS, hmac_secret=_key("challenge")
    )
    return made.to_dict()


def read(solution: str, now: datetime) -> str:
    """What a solution, as the form brings it, is worth: "good", "none", "forged", "old" or "spent"; good but once."""
    if not solution:
        return "none"
    try:
        payload = altcha.Payload.from_base64(solution[:LONGEST])
        found = altcha.verify_solution(payload, _key("challenge"))
    except Exception:  # whatever a forger can write: the library says of no error that it is the only one
        return "forged"
    if found.expired:
        return "old"
    if not found.verified or not payload.challenge.signature:
        return "forged"
    return "good" if _spend(payload.challenge.signature, now + HOLDS) else "spent"


def _spend(signature: str, until: datetime) -> bool:
    """Whether the challenge was not solved before, by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, [signature[:64], connection.ops.adapt_datetimefield_value(until)])
        return bool(cursor.rowcount == 1)


def _key(what: str) -> str:
    return salted_hmac(f"broadsheet.comments.proofs.{what}", "", algorithm="sha256").hexdigest()
