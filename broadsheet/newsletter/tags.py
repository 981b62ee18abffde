"""The tags of this room: what pages depend on and changes bump (docs/developers.md has the table)."""

from __future__ import annotations

LISTS = "newsletter:lists"
"""`newsletter:lists`: which lists readers may choose, in which order, and what is said of each."""
