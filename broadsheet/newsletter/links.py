"""Signed links in letters: what they are about, and until when they hold. Nothing happens by opening one."""

from __future__ import annotations

from typing import Any

from django.core import signing

DAYS = {"confirm": 3, "preferences": 365, "unsubscribe": 3_650}
"""How long a link of each kind holds; whoever wants no letters may say so at any time."""


def sign(kind: str, about: Any) -> str:
    """A token of `kind` for what is `about`, which JSON must be able to hold."""
    return signing.dumps(about, salt=f"broadsheet.newsletter.links.{kind}")


def read(kind: str, token: str) -> Any:
    """What the token of `kind` is about; None for one that is too old, broken, or made for something else."""
    try:
        return signing.loads(token, salt=f"broadsheet.newsletter.links.{kind}", max_age=DAYS[kind] * 86_400)
    except signing.BadSignature:
        return None
