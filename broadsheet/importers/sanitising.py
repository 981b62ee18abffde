"""HTML from elsewhere, reduced to what a paragraph of ours may hold."""

from __future__ import annotations

import re

import nh3

_TAGS = {"a", "b", "i", "s", "sup", "sub", "br"}
_SCHEMES = {"http", "https", "mailto"}
_SILENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea", "xmp"}
_SAME = {"strong": "b", "em": "i", "cite": "i", "del": "s", "strike": "s"}
_RENAMED = re.compile(rf"<(/?)({'|'.join(_SAME)})(?=[\s>/])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
"""A relative address would lead into our own paper."""
_UNLINKED = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r"(?:\s*<br>\s*){2,}")
_EDGES = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_EMPTY = re.compile(r"<(a|b|i|s|sup|sub)(?: [^>]*)?>(\s*)</\1>")


def clean_inline(html: str) -> str:
    """`html` with nothing but text, emphasis, breaks and links to http, https and mailto addresses."""
    renamed = _RENAMED.sub(lambda match: f"<{match[1]}{_SAME[match[2].lower()]}", html)
    clean = nh3.clean(
        renamed,
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=lambda tag, name, value: value if _ADDRESS.match(value) else None,
        clean_content_tags=_SILENT,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    clean = _EMPTY.sub(r"\2", _UNLINKED.sub(r"\1", clean))
    return _EDGES.sub("", _SPACES.sub(" ", clean))


def clean_paragraphs(html: str) -> list[str]:
    """`html` as clean paragraphs, divided where it holds two or more line breaks in a row; empty ones left out."""
    parts = (clean_inline(part) for part in _BREAKS.split(clean_inline(html)))
    return [part for part in parts if part]
