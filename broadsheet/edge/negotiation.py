"""What headers ask for: an encoding, or only to be told that nothing changed (RFC 9110). Knows no Django."""

from __future__ import annotations

from functools import lru_cache

from broadsheet.edge.pages import Page

LONGEST_REMEMBERED = 200
"""Characters of an Accept-Encoding header beyond which it is read anew each time; no browser sends half as many."""


def accepted(accept_encoding: str) -> tuple[bool, bool]:
    """Whether to send brotli and gzip to who sends this Accept-Encoding header (RFC 9110, 12.5.3).

    Brotli only where gzip is not liked better, neither where that is said of the bare text.
    """
    if len(accept_encoding) > LONGEST_REMEMBERED:
        return _accepted.__wrapped__(accept_encoding)
    return _accepted(accept_encoding)


@lru_cache(maxsize=512)
def _accepted(accept_encoding: str) -> tuple[bool, bool]:
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = _weight(parameters)
    others = weights.get("*", 0.0)
    brotli = weights.get("br", others)
    gzip = weights.get("gzip", weights.get("x-gzip", others))
    identity = weights.get("identity", 0.0)
    return brotli > 0 and brotli >= max(gzip, identity), gzip > 0 and gzip >= identity


def _weight(parameters: str) -> float:
    """The weight among the parameters of an item: 1 where there is none, 0 where it is not to be read."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def is_unmodified(page: Page, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether the reader holds `page` already (RFC 9110, 13.2.2: the entity tag decides where there is one).

    Only for what would be answered with 200 (13.2.1). The time must be the very one that we told: a later one may come
    from a clock that was put back since, and then what the reader holds is another page.
    """
    if page.status != 200:
        return False
    if if_none_match is not None:
        return page.opaque in if_none_match or if_none_match.strip() == "*"
    return if_modified_since is not None and if_modified_since.strip() == page.last_modified
