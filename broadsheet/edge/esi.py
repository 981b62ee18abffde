"""Edge Side Includes: `<esi:include>` in a body (ESI Language Specification 1.0, W3C note 2001). Knows no Django.

Of the language we speak what pages use: `include` with `src`, `alt` and `onerror`, `remove`, and `<!--esi … -->`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 3
"""How deep includes may stand within includes."""
MOST = 64
"""Includes in one body; further ones are left out."""
_ELEMENT = re.compile(
    rb"<esi:include\b(?P<attributes>[^>]*?)/?>(?:\s*</esi:include>)?|<esi:remove>.*?</esi:remove>|<!--esi(?P<shown>.*?)-->",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"""(?<![\w-])([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Include:
    """A place for the fragment at `src` (a path on this host); `alt` is asked where that fails.

    Where both fail the place stays empty if `onerror` is "continue", else the whole page fails.
    """

    src: str
    alt: str = ""
    onerror: str = ""


def announces(surrogate_capability: str) -> bool:
    """Whether a `Surrogate-Capability` header says that includes are understood."""
    return bool(surrogate_capability) and "ESI/1.0" in surrogate_capability


def split(body: bytes) -> list[bytes | Include]:
    """The body as text and includes, in order. An include without an address of this host is left out."""
    return list(_join(_split(body)))


def _split(body: bytes) -> Iterator[bytes | Include]:
    position = 0
    for match in _ELEMENT.finditer(body):
        yield body[position : match.start()]
        position = match.end()
        if match["shown"] is not None:
            yield from _split(match["shown"])
        elif match["attributes"] is not None:
            include = _include(match["attributes"])
            if include.src.startswith("/") and not include.src.startswith("//"):
                yield include
    yield body[position:]


def _include(attributes: bytes) -> Include:
    found = {
        name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(attributes)
    }
    return Include(**{name: found.get(name, "") for name in ("src", "alt", "onerror")})


def _join(parts: Iterator[bytes | Include]) -> Iterator[bytes | Include]:
    """Neighbouring texts as one, empty ones and includes beyond `MOST` left out."""
    texts: list[bytes] = []
    includes = 0
    for part in parts:
        if isinstance(part, bytes):
            texts.append(part)
            continue
        includes += 1
        if includes > MOST:
            continue
        if text := b"".join(texts):
            yield text
        texts.clear()
        yield part
    if text := b"".join(texts):
        yield text


def element(include: Include) -> bytes:
    """The element that stands for `include`."""
    found = {"src": include.src, "alt": include.alt, "onerror": include.onerror}
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in found.items() if value)
    return f"<esi:include{attributes}/>".encode()
