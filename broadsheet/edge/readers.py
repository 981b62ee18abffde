"""Whether a request is a reader opening a page, as far as its headers tell. Knows no Django.

Honest robots say so in their User-Agent; a browser says what it asks for in Sec-Fetch-Dest (Fetch Metadata, W3C) and
that it only fetches ahead in Sec-Purpose, older ones in Purpose. Who lies is counted: nothing is kept of a reader by
which he could be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

BROWSER = "Mozilla/5.0 ("
"""How the User-Agent of every browser begins, and that of many robots."""
ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|compatible|https?:|www\.|\.com|@|headless|preview|monitor|scan|scrap|fetch|check"
    r"|verif|search|archiv|feed|subscri|lighthouse|speed|google|ptst|java|python|curl|embed|playwright|selenium|synthetics",
    re.IGNORECASE,
)
"""Words by which robots name themselves or who runs them, and no browser does; Cubot makes telephones."""
LONGEST_AGENT = 500
MOST_KNOWN = 4_000
"""User-Agents and referrers of which a process remembers what they are."""
LONGEST_HOST = 100
_HOST = re.compile(r"[a-z0-9.-]+\.[a-z0-9-]+|localhost")
Header = Callable[[str], str | None]


def is_browser(agent: str) -> bool:
    """Whether a User-Agent is a browser's with which somebody reads."""
    return agent.startswith(BROWSER) and not ROBOT.search(agent[:LONGEST_AGENT])


def host_of(referrer: str) -> str:
    """The host that a Referer names, without `www.` and port; "" where it names none."""
    try:
        host = (urlsplit(referrer[:2_000]).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if len(host) <= LONGEST_HOST and _HOST.fullmatch(host) else ""


class Gate:
    """Tells readers from others, and remembers what it found out."""

    def __init__(self) -> None:
        self.browsers: dict[str, bool] = {}

    def admits(self, header: Header) -> bool:
        """Whether this request counts as a reading."""
        agent = header("user-agent") or ""
        known = self.browsers.get(agent)
        if known is None:
            if len(self.browsers) >= MOST_KNOWN:
                self.browsers.clear()
            known = self.browsers[agent[:LONGEST_AGENT]] = is_browser(agent)
        if not known:
            return False
        wanted = header("sec-fetch-dest")
        if wanted is None:  # an old browser, or a connection without TLS, over which none says so
            return "prefetch" not in (header("purpose") or header("sec-purpose") or "")
        return wanted == "document" and "prefetch" not in (header("sec-purpose") or "")
