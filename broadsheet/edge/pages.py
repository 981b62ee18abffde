"""A page put together and ready to be sent: a skeleton with its fragments, with headers for each encoding.

Knows no Django. Putting one together compresses nothing: its gzip is made of the parts' pieces, brotli is made later,
when the page has shown that it is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from email.utils import formatdate
from hashlib import blake2b

import brotli

from broadsheet.edge import gzipping
from broadsheet.edge.parts import Header, Part, Text
from broadsheet.edge.readings import SUBJECT

NAME = "Broadsheet"
"""How we call ourselves in Cache-Status (RFC 9211)."""
BROTLI_QUALITY = 5
BROTLI_AFTER = 16
"""Sendings after which a page is pressed in brotli too."""
_OURS = frozenset(
    {
        "surrogate-control",
        "content-length",
        "content-encoding",
        "etag",
        "last-modified",
        "cache-control",
        "vary",
        SUBJECT,
    }
)
LONGEST_KEYS = 8_000
"""Bytes of Surrogate-Key: what the narrowest of the caches that know it take for all headers together."""
MANY = "many"
"""Stands for whatever tags: whoever throws away by key throws this away each time, and so stays exact."""
CACHE_CONTROL = "public, max-age=0, must-revalidate"


class Page:
    """What is sent for an address; `checked` is the newest generation at which its tags were found to hold.

    `modified` is when it was last modified in whole seconds since the epoch, rounded up. That is told only once that
    second has come: so no two pages that were sent share a time, and whoever holds the older one is never told that it
    is not modified.
    """

    __slots__ = (
        "bodies",
        "checked",
        "digest",
        "expires",
        "fixed",
        "heads",
        "is_packed",
        "is_personal",
        "last_modified",
        "modified",
        "number",
        "opaque",
        "pressed",
        "sent",
        "size",
        "status",
        "storable",
        "subject",
        "tags",
    )

    def __init__(self, skeleton: Part, texts: Sequence[Text], parts: Sequence[Part], number: int, raw: bool) -> None:
        self.status = skeleton.status
        self.is_personal = skeleton.is_personal
        self.subject = skeleton.header(SUBJECT)
        self.tags = tuple({tag for part in parts for tag in part.tags})
        self.number = self.checked = number
        self.pressed = max(part.pressed for part in parts)
        self.modified = int(self.pressed) + 1
        self.last_modified = formatdate(self.modified, usegmt=True)
        ends = [part.expires for part in parts if part.expires is not None]
        self.expires = min(ends) if ends else None
        self.storable = all(part.storable for part in parts)
        self.is_packed = self.storable and all(text.deflated for text in texts) and _size(texts) >= gzipping.SMALLEST
        self.digest = blake2b("".join(part.digest for part in parts).encode(), digest_size=9).hexdigest()
        self.opaque = f'"{self.digest}"'
        self.bodies = _bodies(texts, self.is_packed)
        self.size = sum(map(len, self.bodies.values())) + 60 * len(self.tags) + 1_000
        self.sent = 0
        self.heads: dict[tuple[str, bool, str], list[Header]] = {}
        self.fixed = self._fixed(skeleton, raw)

    def _fixed(self, skeleton: Part, raw: bool) -> list[Header]:
        """The headers that are the same for all encodings."""
        kept = [(name, value) for name, value in skeleton.headers if name not in _OURS]
        if raw and (surrogate := skeleton.header("surrogate-control")):
            kept.append(("surrogate-control", surrogate))
        if raw and self.storable:
            kept.append(("surrogate-key", surrogate_key(self.tags)))
        if not self.storable:
            return kept + _unkept(skeleton)
        kept.append(("cache-control", CACHE_CONTROL))
        kept.append(("broadsheet-generation", str(self.number)))
        if self.is_packed:
            kept.append(("vary", _with(skeleton.header("vary"), "Accept-Encoding")))
        else:
            kept += [(n, v) for n, v in skeleton.headers if n in ("vary", "content-encoding")]
        return kept

    @property
    def etag(self) -> str:
        """The entity tag; weak, since the same page in another encoding has the same."""
        return f"W/{self.opaque}"

    def is_timely(self, now: float) -> bool:
        """Whether the clock says nothing against it."""
        return self.expires is None or self.pressed <= now < self.expires

    def body(self, encoding: str) -> bytes:
        """The body in `encoding`: 'br', 'gzip' or ''."""
        found = self.bodies.get(encoding)
        if found is None:
            found = zlib.decompress(self.bodies["gzip"], 31)
        return found

    def best(self, accepted: tuple[bool, bool]) -> str:
        """The encoding to send to who accepts (brotli, gzip)."""
        if accepted[0] and "br" in self.bodies:
            return "br"
        if accepted[1] and self.is_packed:
            return "gzip"
        return ""

    def head(self, encoding: str, settled: bool, how: str) -> list[Header]:
        """The headers for `encoding`, made once; `settled` pages say when they were modified. `how` it was come by."""
        made = self.heads.get((encoding, settled, how))
        if made is None:
            made = [*self._validated(settled, how), ("content-length", str(len(self.body(encoding))))]
            if encoding:
                made.append(("content-encoding", encoding))
            self.heads[encoding, settled, how] = made
        return made

    def head_unmodified(self, settled: bool, how: str) -> list[Header]:
        """The headers of a 304 (RFC 9110, 15.4.5)."""
        made = self.heads.get(("304", settled, how))
        if made is None:
            described = ("content-type", "content-language", "link")
            made = [header for header in self._validated(settled, how) if header[0] not in described]
            self.heads["304", settled, how] = made
        return made

    def _validated(self, settled: bool, how: str) -> list[Header]:
        made = [*self.fixed, ("cache-status", f"{NAME}; {how}")]
        if self.storable:
            made.append(("etag", self.etag))
            if settled:
                made.append(("last-modified", self.last_modified))
        return made

    def press_brotli(self) -> None:
        """Adds the body in brotli; takes a millisecond or two, for which it lets other threads run."""
        self.bodies["br"] = brotli.compress(self.body(""), quality=BROTLI_QUALITY)


def _unkept(skeleton: Part) -> list[Header]:
    """The headers about keeping of a page that is not kept; nobody else shall keep what says nothing of it either."""
    ours = ("vary", "content-encoding") if skeleton.storable else ("vary", "content-encoding", "etag", "last-modified")
    control = "" if skeleton.storable else skeleton.header("cache-control")
    return [(n, v) for n, v in skeleton.headers if n in ours] + [("cache-control", control or "no-store")]


def _size(texts: Sequence[Text]) -> int:
    return sum(len(text.plain) for text in texts)


def _bodies(texts: Sequence[Text], packed: bool) -> dict[str, bytes]:
    if packed:
        return {"gzip": gzipping.gzip((text.plain, text.deflated) for text in texts)}
    return {"": b"".join(text.plain for text in texts)}


def _with(vary: str, name: str) -> str:
    return vary if name.lower() in vary.lower() else f"{vary}, {name}" if vary else name


def surrogate_key(tags: Iterable[str]) -> str:
    """The tags for a cache that is told what to throw away; `MANY` where they are more than a header holds."""
    text = " ".join(sorted(tags))
    return text if len(text) <= LONGEST_KEYS else MANY
