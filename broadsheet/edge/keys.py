"""What two requests must have in common to be answered with the same bytes: host, path, and the queries that count.

Knows no Django. Host, not scheme: a paper has one public address, and no page says by which way it was asked.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

LONGEST_PATH = 2_000
LONGEST_QUERY = 8_000
LONGEST_HEADERS = 32_768
QUERIES = {"page": re.compile(r"[1-9][0-9]{0,3}")}
"""Queries by which a page may differ, and what they look like. Any other is for others (utm_source, fbclid): it shares
the entry of the page without it, and whoever renders never sees it."""
PASSED = ("/desk/", "/documents/", "/search/", "/static/", "/media/", "/pictures/", "/healthz", "/metrics", "/_util/")
"""Where nothing is ever kept: these go straight to who answers, whatever that answers."""
AT_ANY_HOST = ("/healthz", "/metrics")
"""What watches over the paper asks by whatever name it has for the machine."""
_HOST = re.compile(r"(?:[a-zA-Z0-9_.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::[0-9]{1,5})?")
_PATH = re.compile(r"/[!-~]*")


def is_passed(path: str) -> bool:
    """Whether nothing at `path` is ever kept."""
    return path.startswith(PASSED) or path == "/desk"


def counted(query: str) -> str:
    """The part of a query string by which a page may differ, in one order: '' or 'page=2'."""
    if not query or "page=" not in query:
        return ""
    found = dict(parse_qsl(query, max_num_fields=200)) if query.count("&") < 200 else {}
    kept = [f"{name}={found[name]}" for name, shape in QUERIES.items() if shape.fullmatch(found.get(name, ""))]
    return "&".join(kept)


def key(host: str, path: str, query: str) -> str:
    """The name under which the page at this address is kept."""
    chosen = counted(query) if query else ""
    return f"{host.lower()}{path}?{chosen}" if chosen else f"{host.lower()}{path}"


def fault(host: str, path: str, query: str) -> tuple[int, str] | None:
    """Status and reason for which a request is refused at once; None where it is fit to be looked at."""
    if not _HOST.fullmatch(host):
        return 400, "The Host header names no host."
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return 414, "The address is too long."
    if not path.startswith("/"):
        return 400, "The address does not begin with a slash."
    return None
