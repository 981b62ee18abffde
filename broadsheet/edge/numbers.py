"""Numbers of commits: they grow, and they tell one history of the database from another. Knows no Django.

The upper half of a number counts, the lower half is drawn by lot. So a database that was put back from a copy and then
written to has other numbers than before, where a count alone would give the same ones a second time, and pages of the
history that is gone would pass for exact. The last commits stay on record, each in a row of its own (`place`), so that
one can ask whether a number belongs to this history.
"""

from __future__ import annotations

import secrets

DRAWN = 31
"""Bits that are drawn by lot; the count has the 32 above them in what SQL calls a BIGINT."""
ON_RECORD = 4_096
"""Commits on record; whoever carries an older number cannot be told from a stranger, and counts as one."""


def following(number: int) -> int:
    """A number for the commit after `number`."""
    return ((number >> DRAWN) + 1 << DRAWN) | secrets.randbits(DRAWN)


def place(number: int) -> str:
    """The tag whose row keeps `number` on record, until as many commits later as are kept."""
    return f"@{(number >> DRAWN) % ON_RECORD}"


def count(number: int) -> str:
    """`number` for people: how many commits there were until then, as in "34"; for machines there is the whole."""
    return str(max(number, 0) >> DRAWN)
