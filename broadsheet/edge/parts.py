"""A part: what one rendering made, as it lies in the store. A page is a skeleton with its fragments; each is one.

Knows no Django. In the store a part is a checksum, the length of its head, the head as JSON, and its texts: the body as
it came and, where that compresses, deflated piece by piece.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from hashlib import blake2b

from broadsheet.edge import esi, gzipping
from broadsheet.edge.esi import Include
from broadsheet.edge.origin import Answer

COMPRESSED = (
    "text/",
    "application/json",
    "application/xml",
    "application/feed+json",
    "application/manifest+json",
    "application/rss+xml",
    "application/atom+xml",
    "application/ld+json",
    "image/svg+xml",
)
Header = tuple[str, str]


class DamagedError(Exception):
    """What lies in the store is not what was put there."""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of bytes, and the same deflated; empty where it is not worth it."""

    plain: bytes
    deflated: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One answer of the origin: `pieces` are its body, cut at includes where it has some.

    It is exact while none of `tags` is bumped after `number` and the clock is before `expires` (seconds since the
    epoch) and not before `pressed`.
    """

    status: int
    headers: tuple[Header, ...]
    pieces: tuple[Text | Include, ...]
    tags: tuple[str, ...]
    number: int
    pressed: float
    expires: float | None
    storable: bool
    digest: str
    """Of all that a reader is sent: the body, and the headers and the status with it."""
    outlived: bool = False
    """Whether the clock has made it wrong, and it is shown because the origin fails."""

    def is_timely(self, now: float) -> bool:
        """Whether the clock says nothing against it; a clock that was put back does."""
        return self.expires is None or self.pressed <= now < self.expires

    def header(self, name: str) -> str:
        """The value of the header `name` (in lower case); '' where there is none."""
        return next((value for found, value in self.headers if found == name), "")

    @property
    def is_personal(self) -> bool:
        """Whether the origin might answer another reader otherwise: it met a session, or forbade to keep the answer."""
        if self.storable or self.status >= 500:
            return False
        control, vary = self.header("cache-control"), self.header("vary").lower()
        return self.status in (401, 403) or bool(self.header("set-cookie")) or "cookie" in vary or "private" in control

    @property
    def includes(self) -> list[Include]:
        """The places that fragments go to."""
        return [piece for piece in self.pieces if isinstance(piece, Include)]


def make(answer: Answer, number: int, pressed: float) -> Part:
    """The part for an answer that was asked for at `pressed`, when the newest generation was `number`.

    Includes are looked for where its Surrogate-Control says there are some; what is kept is compressed.
    """
    found, pressing = dict(answer.headers), answer.pressing
    storable = pressing.storable and number >= 0 and (pressing.expires is None or pressing.expires > pressed)
    packs = storable and found.get("content-type", "").startswith(COMPRESSED) and "content-encoding" not in found
    cut = esi.split(answer.body) if esi.announces(found.get("surrogate-control", "")) else [answer.body]
    pieces = (p if isinstance(p, Include) else Text(p, gzipping.deflate(p) if packs else b"") for p in cut)
    digest = blake2b(repr((answer.status, answer.headers)).encode() + answer.body, digest_size=9).hexdigest()
    tags = tuple(sorted(pressing.tags)) if storable else ()
    return Part(
        answer.status, tuple(answer.headers), tuple(pieces), tags, number, pressed, pressing.expires, storable, digest
    )


def encode(part: Part) -> bytes:
    """The part as bytes for a store."""
    texts = [piece for piece in part.pieces if isinstance(piece, Text)]
    head = {
        "status": part.status,
        "headers": part.headers,
        "tags": part.tags,
        "number": part.number,
        "pressed": part.pressed,
        "expires": part.expires,
        "digest": part.digest,
        "pieces": [
            [len(p.plain), len(p.deflated)] if isinstance(p, Text) else [p.src, p.alt, p.onerror] for p in part.pieces
        ],
    }
    packed = json.dumps(head, separators=(",", ":")).encode()
    rest = b"".join([len(packed).to_bytes(4, "big"), packed, *(half for t in texts for half in (t.plain, t.deflated))])
    return zlib.crc32(rest).to_bytes(4, "big") + rest


def decode(stored: bytes) -> Part:
    """The part that `encode` made `stored` of; raises DamagedError where that is not what it is."""
    if len(stored) < 8 or zlib.crc32(memoryview(stored)[4:]) != int.from_bytes(stored[:4], "big"):
        raise DamagedError("the checksum is wrong")
    try:
        return _decode(stored)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedError(str(error)) from error


def _decode(stored: bytes) -> Part:
    start = 8 + int.from_bytes(stored[4:8], "big")
    head = json.loads(stored[8:start])
    pieces: list[Text | Include] = []
    for piece in head.pop("pieces"):
        if isinstance(piece[0], str):
            pieces.append(Include(*piece))
            continue
        middle, end = start + piece[0], start + piece[0] + piece[1]
        pieces.append(Text(stored[start:middle], stored[middle:end]))
        start = end
    headers = tuple((name, value) for name, value in head.pop("headers"))
    return Part(pieces=tuple(pieces), headers=headers, tags=tuple(head.pop("tags")), storable=True, **head)
