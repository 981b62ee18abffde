"""The tags of this room (docs/developers.md has the table)."""

from __future__ import annotations


def related(pk: int) -> str:
    """`related:ID`: which stories go with the story, and in what order."""
    return f"related:{pk}"


def most_read(section: int = 0) -> str:
    """`read:ID`: which stories are the most read of a section (0: of the paper), and in what order."""
    return f"read:{section}"
