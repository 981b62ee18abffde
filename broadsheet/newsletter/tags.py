"""The tags of this room: what pages depend on and changes bump (docs/developers.md has the table)."""

from __future__ import annotations

LISTS = "newsletter:lists"
"""`newsletter:lists`: which lists readers may choose, in which order, and what is said of each."""


def letters(pk: int) -> str:
    """`newsletter:letters:ID`: which letters of a list can be read on the site, and the newsroom's words in them."""
    return f"newsletter:letters:{pk}"
