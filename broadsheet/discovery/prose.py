"""A story's HTML for readers outside the paper's pages: whole addresses, plain elements, nothing that needs CSS."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import nh3

_TEXT = {"p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "cite", "pre", "code"}
_INLINE = {"a", "b", "strong", "i", "em", "s", "del", "ins", "sub", "sup", "small", "abbr", "time", "q"}
_FIGURES = {"figure", "figcaption", "img", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "time": {"datetime"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
_DROPPED = {"script", "style", "svg", "template", "noscript", "button", "form", "iframe", "dialog"}
_ADDRESSES = {"href", "src"}


def for_elsewhere(html: str, address: str) -> str:
    """`html` of a page at `address`, made to stand alone: an allow-list of elements, every address absolute."""
    return nh3.clean(
        html,
        tags=_TEXT | _INLINE | _FIGURES,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_joined_to(address),
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )


def _joined_to(address: str) -> Callable[[str, str, str], str | None]:
    def joined(element: str, attribute: str, value: str) -> str | None:
        try:
            return urljoin(address, value) if attribute in _ADDRESSES else value
        except ValueError:  # an address such as http://[ that no browser can follow either
            return None

    return joined
