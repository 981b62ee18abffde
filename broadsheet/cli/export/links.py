"""The addresses in a page, a style sheet, a feed: found, and led to where things lie in a mirror."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml import html as markup

_URLS = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_IMPORTS = re.compile(r"(?:\bfrom|\bimport)\s*\(?\s*[\"']([./][^\"']+)[\"']")
_XML = re.compile(r"(?:<(?:loc|link|image:loc)>|\b(?:href|url)=\")\s*(https?://[^<\"\s]+)")
_JSON = re.compile(r"\"(?:src|url|href)\"\s*:\s*\"([^\"]+)\"")
_WHOLE = re.compile(r"https?://[^<>\"\s\\]+")
_BEGIN, _END, _QUOTE = r"(?:<|&lt;|\\u003[cC])", r"(?:>|&gt;|\\u003[eE])", r"(?:\\?\"|&quot;|&#34;)"
_LINK = re.compile(
    rf"{_BEGIN}a\s+[^<>&]*?href={_QUOTE}(https?://[^\"\\<>]+?){_QUOTE}[^<>&]*?{_END}(.*?){_BEGIN}/a{_END}", re.DOTALL
)
"""A link in HTML that stands within XML or JSON."""
_ATTRIBUTES = ("href", "src", "poster", "data")
_PICTURES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image")
Lead = Callable[[str], str | None]
"""Where an address lies in the mirror, given as it stands in a page; None for what is not in it."""


def addresses_in(body: bytes, kind: str, at: str) -> Iterator[str]:
    """The addresses that a document of the content type `kind`, which stands at `at`, names."""
    if kind == "text/html":
        root = markup.document_fromstring(body)
        for element in root.iter(etree.Element):
            yield from (urljoin(at, one) for one in _of_element(element))
        return
    text = body.decode("utf-8", "replace")
    if kind == "text/css":
        found = _URLS.findall(text)
    elif "javascript" in kind:
        found = _IMPORTS.findall(text)
    elif "json" in kind:
        found = [one.replace("\\/", "/") for one in _JSON.findall(text)]
    elif "xml" in kind:
        found = [unescape(one) for one in _XML.findall(text)]
    else:
        return
    yield from (urljoin(at, one) for one in found if not one.startswith("data:"))


def _of_element(element: etree._Element) -> Iterator[str]:
    for name in _ATTRIBUTES:
        if (value := element.get(name)) and not value.startswith(("#", "data:", "mailto:", "tel:", "javascript:")):
            yield value
    for one in (element.get("srcset") or "").split(","):
        if address := one.strip().partition(" ")[0]:
            yield address
    if element.get("property", element.get("name")) in _PICTURES and element.get("content"):
        yield element.get("content", "")


def led(body: bytes, lead: Lead, is_ours: Callable[[str], bool], at: str, dead: Callable[[str], None]) -> bytes:
    """A page whose links lead to what lies in the mirror, without forms of ours; `dead` hears of those to nowhere.

    A link to what a mirror cannot have loses its target and keeps its words.
    """
    root = markup.document_fromstring(body)
    for form in list(root.iter("form")):
        if is_ours(urljoin(at, form.get("action", ""))):
            form.drop_tree()
    for element in list(root.iter(etree.Element)):
        _lead_element(element, lead, is_ours, at, dead)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!doctype html>")


def led_text(text: str, lead: Lead, is_dead: Callable[[str], bool]) -> str:
    """A feed or sitemap whose addresses lead to what lies in the mirror; a dead link in a story is words alone."""

    def whole(match: re.Match[str]) -> str:
        found = lead(unescape(match[0]))
        return match[0] if found is None else escape(found)

    text = _LINK.sub(lambda match: match[2] if is_dead(unescape(match[1])) else match[0], text)
    return _WHOLE.sub(whole, text)


def _lead_element(
    element: etree._Element, lead: Lead, is_ours: Callable[[str], bool], at: str, dead: Callable[[str], None]
) -> None:
    if element.get("srcset"):
        parts = (one.strip().partition(" ") for one in element.get("srcset", "").split(","))
        sizes = [(lead(urljoin(at, address)), size) for address, _, size in parts]
        element.set("srcset", ", ".join(f"{address} {size}".strip() for address, size in sizes if address))
    for name in _ATTRIBUTES:
        value = element.get(name)
        if not value or value.startswith(("#", "data:", "mailto:", "tel:")) or not is_ours(urljoin(at, value)):
            continue
        address = lead(urljoin(at, value))
        if address is not None:
            element.set(name, address + _fragment(value))
        elif element.tag == "a":
            dead(value)
            element.drop_tag()
            return
        else:
            dead(value)
            element.drop_tree()
            return


def _fragment(address: str) -> str:
    fragment = urlsplit(address).fragment
    return f"#{fragment}" if fragment else ""


def bare(address: str) -> str:
    """An address without its fragment."""
    return urlunsplit(urlsplit(address)._replace(fragment=""))
