"""What headers ask for: an encoding, or only to be told that nothing changed (RFC 9110). Knows no Django."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from functools import lru_cache

from broadsheet.edge.pages import Page


@lru_cache(maxsize=512)
def accepted(accept_encoding: str) -> tuple[bool, bool]:
    """Whether brotli and gzip are accepted, of an Accept-Encoding header (RFC 9110, 12.5.3)."""
    weights: dict[str, bool] = {}
    for item in accept_encoding.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    others = weights.get("*", False)
    return weights.get("br", others), weights.get("gzip", weights.get("x-gzip", others))


def is_unmodified(page: Page, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether the reader holds `page` already (RFC 9110, 13.2.2: the entity tag decides where there is one)."""
    if if_none_match is not None:
        return page.digest in if_none_match or if_none_match.strip() == "*"
    if not if_modified_since:
        return False
    try:
        return page.modified <= parsedate_to_datetime(if_modified_since).timestamp()
    except (ValueError, TypeError, OverflowError):
        return False
