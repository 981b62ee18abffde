"""The tags of this room (docs/developers.md)."""

from __future__ import annotations


def picture(pk: int) -> str:
    """`picture:ID`: a picture, its words and the addresses of its sizes."""
    return f"picture:{pk}"
