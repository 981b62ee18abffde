"""Where a reply stands in its thread, known before it has a number: one insert places it, and moves no other reply.

A path has a component for each reply above and one for the reply itself. A component is its time in microseconds and
some chance, in digits of base 36 and always as long: paths in their alphabetical order are threads read from top to
bottom. Replies below the tenth level stand one after another beneath the tenth, so that a path never grows longer.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

COMPONENT = 12
LEVELS = 10
"""Components at most are one more: all that lies deeper shares ten and differs in the last."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = 10
"""Digits of base 36 that hold microseconds until the year 2085."""


def component(at: datetime) -> str:
    """The part of a path for a reply posted `at`."""
    microseconds = max(0, (at - _EPOCH) // timedelta(microseconds=1))
    chance = "".join(secrets.choice(_DIGITS) for _ in range(COMPONENT - _TIME))
    return base36(microseconds)[-_TIME:].rjust(_TIME, "0") + chance


def path(above: str, at: datetime) -> str:
    """The path of a reply posted `at` below the one whose path is `above` ("" for one that opens a thread)."""
    return above[: LEVELS * COMPONENT] + component(at)


def base36(number: int) -> str:
    """`number` (from 0) in digits of base 36."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
