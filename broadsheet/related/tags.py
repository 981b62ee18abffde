"""The tag of this room (docs/developers.md has the table)."""

from __future__ import annotations


def related(pk: int) -> str:
    """`related:ID`: which stories go with the story, and in what order."""
    return f"related:{pk}"
