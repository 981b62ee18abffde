"""What was found on a page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Block:
    """One block of the text: `kind` is paragraph, list or numbers (clean HTML), heading or quote (plain text)."""

    kind: str
    content: str


@dataclass(frozen=True)
class Dropped:
    """What was left out, and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class Picture:
    """A picture of the page, with what the page says of it; `place` is how many blocks of text stand before it."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    place: int = 0


@dataclass
class Found:
    """The story that a page holds, and what else was there."""

    headline: str
    standfirst: str = ""
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    published_at: datetime | None = None
    authors: list[str] = field(default_factory=list)
    canonical_url: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same words."""
        words = [self.headline, self.standfirst, *((block.kind, block.content) for block in self.blocks)]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()
