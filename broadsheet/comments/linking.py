"""Links in a plain text, as a reader would follow them and as a spammer writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_WITH_SCHEME = r"(?:https?|ftp)://[^\s<>\"'\]\[]{1,2000}"
_WITH_WWW = rf"\bwww\.{_LABEL}\.[^\s<>\"'\]\[]{{1,2000}}"
_ENDINGS = (
    "com|net|org|info|biz|co|io|ru|cn|de|uk|fr|es|br|tv|cc|ly|gl|gd|ws|tk|ml|ga|cf|gq|xyz|top|site|online|shop|store|club"
    "|click|link|live|app|dev|icu|vip|win|bid|loan|website|casino|bet|рф"
)
"""Ends of bare names that are nearly always addresses; none that is a word where somebody forgot a space (“end.In”)."""
_BARE = rf"(?<![\w@./-]){_LABEL}(?:\.{_LABEL}){{0,3}}\.(?:{_ENDINGS})\b(?:/[^\s<>\"'\]\[]{{0,2000}})?"
_LINK = re.compile(rf"{_WITH_SCHEME}|{_WITH_WWW}|{_BARE}", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z]+://)?(?:[^/@?#]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_TRAILING = ".,;:!?)"


@dataclass(frozen=True)
class Link:
    """A link as it stands in the text, and its host in small letters without `www.`."""

    text: str
    host: str


def links_in(text: str) -> list[Link]:
    """All links in `text`: with a scheme, with `www.`, and bare names with a well-known ending."""
    found = (match.group().rstrip(_TRAILING) for match in _LINK.finditer(text))
    return [Link(one, host_of(one)) for one in found]


def host_of(address: str) -> str:
    """The host of an address, in small letters and without `www.`; "" where there is none."""
    match = _HOST.match(address)
    return match.group(1).rstrip(".").lower() if match else ""


def foreign(links: Iterable[Link], own: Iterable[str]) -> list[Link]:
    """Those links that lead elsewhere than to `own` hosts and what lies below them."""
    allowed = tuple(host.lower().removeprefix("www.") for host in own if host)
    return [one for one in links if not any(one.host == host or one.host.endswith("." + host) for host in allowed)]
