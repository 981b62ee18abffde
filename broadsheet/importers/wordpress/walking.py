"""The walk through HTML of others, and the text that is written anew from it.

Safe by construction: nothing of the source's markup is copied. What is written are the few elements that a paragraph
may hold, with escaped text and addresses of known schemes; all other elements give their text, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from lxml import etree

INLINE = {
    **{name: name for name in ("a", "b", "i", "s", "sup", "sub")},
    "strong": "b",
    "em": "i",
    "cite": "i",
    "del": "s",
    "strike": "s",
    "var": "i",
    "dfn": "i",
}
_SILENT = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "title",
    "textarea",
    "head",
    "link",
    "meta",
    "button",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    *("p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "figure", "figcaption", "center"),
    *("blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "pre", "address", "details", "summary", "form", "hr"),
    *("fieldset", "img", "iframe", "video", "audio", "object", "embed", "picture", "body", "html", "map", *HEADINGS),
    *("tbody", "thead", "tfoot", "tr", "td", "th", "caption", "amp-img"),
}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNTIDY = re.compile(r"  |[\t\r\n\f]")
_EMPTY = re.compile(r"<(a|b|i|s|sup|sub)(?: [^>]*)?>(\s*)</\1>")
_EDGES = re.compile(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$")
Value = dict[str, Any]


@dataclass
class Paper:
    """What a body must know of the paper around it, and what it says of itself."""

    link: Callable[[str], str]
    """The attributes of a link to an address (`href="…"`, `linktype="page" id="5"`), "" where it leads nowhere."""
    picture: Callable[[str, str], int | None]
    """The id of a picture in the library by its old address or its old number; None where it is not there."""
    address: Callable[[str, str], str] = lambda address, number: address
    """The old address of a picture or sound by address or number, "" for none."""
    notes: list[str] = field(default_factory=list)


HANDLERS: dict[str, Callable[[Body, etree._Element], bool]] = {}
"""What deals with an element and all that is in it, if it answers true (`markup` fills this)."""


class Body:
    """The blocks of one body, as (type, value), in order."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.blocks: list[tuple[str, Any]] = []
        self._buffer: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._texts: list[str] = []

    # --- Text --------------------------------------------------------------------------------------------------------

    def text(self, text: str | None) -> None:
        if text:
            # Most text has single spaces only; to replace each of these by itself takes longer than all else here.
            text = _SPACES.sub(" ", text) if _UNTIDY.search(text) else text
            self._buffer.append(escape(text, quote=False))

    def _line(self) -> str:
        """What was gathered, as clean inline HTML; begins a new line with the same emphasis."""
        if len(self._buffer) == len(self._open):
            return ""
        html = "".join([*self._buffer, *(f"</{name}>" for name, _ in reversed(self._open))])
        self._buffer = [begin for _, begin in self._open]
        return tidy(html)

    def end_paragraph(self) -> None:
        if line := self._line():
            self._texts.append(f"<p>{line}</p>")

    def end_text(self) -> None:
        self.end_paragraph()
        if self._texts:
            self.blocks.append(("paragraph", "".join(self._texts)))
            self._texts = []

    def add(self, kind: str, value: Any) -> None:
        self.end_text()
        self.blocks.append((kind, value))

    # --- Elements ----------------------------------------------------------------------------------------------------

    def walk(self, element: etree._Element) -> None:
        """`element` and what is in it; its tail belongs to whoever called."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag in INLINE:
            self._inline(element, INLINE[tag])
        elif tag == "br":
            self._buffer.append("<br/>")
        elif tag in _BLOCKS or tag.startswith("bs-"):
            self._block(element, tag)
        else:
            self.inside(element)

    def inside(self, element: etree._Element) -> None:
        self.text(element.text)
        for child in element:
            self.walk(child)
            self.text(child.tail)

    def _inline(self, element: etree._Element, name: str) -> None:
        begin = f"<{name}>"
        if name == "a":
            attributes = self.paper.link(element.get("href", "").strip())
            if not attributes or any(open_name == "a" for open_name, _ in self._open):
                self.inside(element)
                return
            begin = f"<a {attributes}>"
        self._buffer.append(begin)
        self._open.append((name, begin))
        self.inside(element)
        self._open.pop()
        self._buffer.append(f"</{name}>")

    def _block(self, element: etree._Element, tag: str) -> None:
        self.end_paragraph()
        handler = HANDLERS.get(tag)
        if handler is None or not handler(self, element):
            self.inside(element)
        self.end_paragraph()

    def inner(self, element: etree._Element) -> str:
        """The inline HTML of an element by itself; blocks in it give their text, parted by line breaks."""
        part = Body(self.paper)
        part.inside(element)
        part.end_text()
        self._hoist(part)
        found = (value for kind, value in part.blocks if kind == "paragraph")
        return "<br/>".join(re.sub(r"</p><p>", "<br/>", re.sub(r"^<p>|</p>$", "", value)) for value in found)

    def _hoist(self, part: Body) -> None:
        """Pictures and films within a list or a cell stand after it."""
        self._later = [
            *getattr(self, "_later", []),
            *(block for block in part.blocks if block[0] in ("picture", "embed")),
        ]

    def settle(self) -> None:
        """Puts in place what was within something that can hold words alone."""
        later, self._later = getattr(self, "_later", []), []
        for kind, value in later:
            self.add(kind, value)


def tidy(html: str) -> str:
    """Inline HTML without empty elements and without spaces or breaks at its ends."""
    if "<" not in html:
        return html.strip()
    html = re.sub(r"(?:\s*<br/>\s*){3,}", "<br/><br/>", _EMPTY.sub(r"\2", html))
    html = _EDGES.sub("", _EMPTY.sub(r"\2", html))
    return html if plain(html) else ""


def plain(html: str) -> str:
    """Inline HTML of ours as text."""
    from html import unescape

    return unescape(re.sub(r"<br/>", " ", re.sub(r"<(?!br/)[^>]*>", "", html))).strip()


def words(element: etree._Element) -> str:
    """All text in an element, on one line."""
    return " ".join("".join(element.itertext()).split())
