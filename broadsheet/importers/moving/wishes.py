"""What whoever moves a paper in asks for, and how they hear of progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NOT_BROKEN = "there is no broken-off run of this export with these choices: leave --resume out."
Said = Callable[[str, int, int], None]
"""Told of progress: step, done, of how many (0: not known)."""


@dataclass(frozen=True)
class Wishes:
    """What whoever imports asks for."""

    mapping: Path | None = None
    dry_run: bool = False
    resume: bool = False
    addresses: str = "drop"
    media: Path | None = None
    fetch_media: bool = False
    allow_private: bool = False
    redirects: tuple[Path, ...] = ()
    subscribers: Path | None = None
    list_slug: str = ""
