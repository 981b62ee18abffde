"""What two requests must have in common to be answered with the same bytes: host, path, and the queries that count.

Knows no Django. Host, not scheme: a paper has one public address, and no page says by which way it was asked. Each of
the three has one spelling here, so that nobody can fill the store with one page under many names.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes

LONGEST_PATH = 2_000
LONGEST_QUERY = 8_000
MOST_FIELDS = 200
LAST_PAGE = 9_999
NO_PAGE = "page=0"
PASSED = ("/desk/", "/documents/", "/search/", "/static/", "/media/", "/pictures/", "/_util/")
COOKIELESS = ("/search/", "/static/", "/media/", "/pictures/")
"""Of these, what is the same for everybody: whoever answers does not see a reader's cookies, and so can neither heed
them nor take one back."""
AT_ANY_HOST = ("/healthz", "/metrics")
"""What watches over the paper asks by whatever name it has for the machine."""
PASSED_WHOLE = ("/desk", *AT_ANY_HOST)
"""Where nothing is ever kept: these go straight to who answers, whatever that answers."""
_PLAIN = "/:@!$&'()*+,;=~"
"""What stands in a path as it is beside letters, digits, '-', '.' and '_' (RFC 3986, 3.3)."""

_BY_NUMBER = re.compile(
    r"(?:^|&)(?:p|page_id|attachment_id|cat|author|author_name|category_name|tag|name|feed|m)=", re.ASCII
)


def is_passed(path: str) -> bool:
    """Whether nothing at `path` is ever kept."""
    return path.startswith(PASSED) or path in PASSED_WHOLE


def is_by_number(path: str, query: str) -> bool:
    """Whether this is how papers that moved in named a page at the front's address, as in `/?p=12`: never kept."""
    return path == "/" and _BY_NUMBER.search(query) is not None


def spelt(path: str) -> str:
    """`path` in the one spelling of it: percent-encoded where it must be and nowhere else (RFC 3986, 6.2.2)."""
    return quote(unquote_to_bytes(path), safe=_PLAIN)


def counted(query: str) -> str:
    """The part of a query string by which a page may differ: '' or 'page=2'.

    Any other query is for others (utm_source, fbclid): it shares the entry of the page without it, and whoever renders
    never sees it. All that is no number of a page is `NO_PAGE`; whoever renders decides what that is worth.
    """
    if "page" not in query or query.count("&") >= MOST_FIELDS:
        return ""
    text = dict(parse_qsl(query, keep_blank_values=True)).get("page")
    if text is None:
        return ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if number == 1:
        return ""
    return f"page={number}" if 1 < number <= LAST_PAGE else NO_PAGE


def key(host: str, path: str, query: str) -> str:
    """The name under which the page at this address is kept; each part as it is spelt here."""
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def fault(path: str, query: str) -> tuple[int, str] | None:
    """Status and reason for which an address is refused at once; None where it is fit to be looked at."""
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return 414, "The address is too long."
    if not path.startswith("/"):
        return 400, "The address does not begin with a slash."
    return None
