"""How a text is written: in capitals, or with marks heaped upon its letters until they run over the lines."""

from __future__ import annotations

import unicodedata

ENOUGH = 20
"""Letters below which capitals say nothing: “BBC, NATO, EU”."""
HEAP = 5
"""Marks on one letter that no writing system needs; Hebrew and Tibetan come to four."""


def capitals(text: str) -> float:
    """The share of capital letters among the letters that have capitals; 0 where there are few."""
    letters = [sign for sign in text if sign.isupper() or sign.islower()]
    return sum(sign.isupper() for sign in letters) / len(letters) if len(letters) >= ENOUGH else 0.0


def heaped(text: str) -> bool:
    """Whether marks are heaped upon a letter (“zalgo”)."""
    height = 0
    for sign in unicodedata.normalize("NFD", text):
        height = height + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if height >= HEAP:
            return True
    return False
