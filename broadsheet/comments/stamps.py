"""The stamp of a form: when somebody began to write. The browser fetches it: the form is the same for everybody."""

from __future__ import annotations

import time

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="broadsheet.comments.stamps")
DAY = 86_400.0


def stamp() -> str:
    """A stamp of this moment."""
    return _SIGNER.sign(f"{time.time():.2f}")


def read(text: str) -> tuple[str, float | None]:
    """What `text` is ("good", "none", "old", "forged") and, where it is good, its age in seconds.

    One older than a day is no proof of anything, but no fault of the reader's either.
    """
    if not text:
        return "none", None
    try:
        age = time.time() - float(_SIGNER.unsign(text[:200]))
    except (BadSignature, ValueError):
        return "forged", None
    return ("good", max(0.0, age)) if age <= DAY else ("old", None)
