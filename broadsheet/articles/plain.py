"""Rich text as plain text, one string a paragraph."""

from __future__ import annotations

import re

from lxml.etree import HTMLParser, iterwalk
from lxml.html import HtmlElement, defs, document_fromstring

_BLOCKS = defs.block_tags | {"body", "caption", "dd", "div", "dt", "figcaption", "figure", "li", "td", "th", "tr"}
_SILENT = frozenset(("script", "style", "template", "noscript"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
"""What HTML collapses into one space; no-break spaces are the author's and stay."""


def paragraphs(html: str) -> list[str]:
    """The text of each paragraph, heading and list item of `html`, in order, entities decoded; empty ones left out."""
    if not html.strip():
        return []
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # The leading element keeps a text of nothing but comments from being refused as an empty document.
    root = document_fromstring(b"<div>" + html.encode("utf-8", "replace") + b"</div>", parser=parser)
    return [line for line in (_SPACES.sub(" ", line).strip() for line in _lines(root)) if line]


def _lines(root: HtmlElement) -> list[str]:
    lines = [""]
    for event, element in iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            lines.append("")
        if event == "end":
            lines[-1] += element.tail or ""
        elif element.tag == "br":
            lines[-1] += " "
        elif element.tag not in _SILENT:
            lines[-1] += element.text or ""
    return lines
