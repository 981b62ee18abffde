"""Ghost's two kinds of documents as plain HTML: Mobiledoc 0.3 and Lexical.

Mobiledoc: github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md. Lexical: the nodes of Ghost's Koenig editor; the
format of a text is a sum of bits (lexical.dev, TextNode).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

from broadsheet.importers.ghost.cards import card_html

DEEPEST = 60
_BITS = ((1, "b"), (2, "i"), (4, "s"), (32, "sub"), (64, "sup"))
_BLOCKS = {"paragraph": "p", "listitem": "li", "quote": "blockquote", "aside": "blockquote", "tk": "p"}
_SECTIONS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"}
Note = Callable[[str], None]


def of_lexical(text: str, note: Note) -> str | None:
    """The HTML of a Lexical document; None where it is none. `note` hears of nodes that are not known."""
    root = _object(text).get("root")
    return _children(root, note, 0) if isinstance(root, dict) else None


def _children(node: dict[str, Any], note: Note, depth: int) -> str:
    children = node.get("children")
    if not isinstance(children, list) or depth > DEEPEST:
        return ""
    return "".join(_node(child, note, depth + 1) for child in children if isinstance(child, dict))


def _node(node: dict[str, Any], note: Note, depth: int) -> str:
    kind = str(node.get("type", "")).removeprefix("extended-")
    if kind == "text":
        return _words(node)
    if kind in ("linebreak", "tab"):
        return "<br>" if kind == "linebreak" else " "
    inner = _children(node, note, depth)
    if kind in ("link", "autolink", "at-link"):
        return f'<a href="{escape(str(node.get("url") or ""))}">{inner}</a>'
    if kind == "heading":
        return f"<h2>{inner}</h2>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
        return f"<{tag}>{inner}</{tag}>"
    if kind in _BLOCKS:
        return f"<{_BLOCKS[kind]}>{inner}</{_BLOCKS[kind]}>"
    return _card(kind, node, note, inner)


def _card(kind: str, card: dict[str, Any], note: Note, inner: str = "") -> str:
    html = card_html(kind, card)
    if html is None and not inner:
        note(f"card “{kind[:40]}” is not known: left out")
    return inner if html is None else html


def _words(node: dict[str, Any]) -> str:
    html, sum_of_bits = escape(str(node.get("text") or ""), quote=False), node.get("format")
    for bit, tag in _BITS:
        if isinstance(sum_of_bits, int) and sum_of_bits & bit:
            html = f"<{tag}>{html}</{tag}>"
    return html


# --- Mobiledoc --------------------------------------------------------------------------------------------------------


def of_mobiledoc(text: str, note: Note) -> str | None:
    """The HTML of a Mobiledoc; None where it is none."""
    document = _object(text)
    if not isinstance(document.get("sections"), list):
        return None
    return "".join(_section(document, section, note) for section in document["sections"] if isinstance(section, list))


def _section(document: dict[str, Any], section: list[Any], note: Note) -> str:
    kind, first, second = (*section, None, None, None)[:3]
    if kind == 1:
        tag = first if isinstance(first, str) and first in _SECTIONS else "p"
        tag = "blockquote" if tag in ("aside", "pull-quote") else tag
        return f"<{tag}>{_markers(document, second)}</{tag}>"
    if kind == 2:
        return f'<img src="{escape(str(first or ""))}">'
    if kind == 3:
        tag = "ol" if first == "ol" else "ul"
        items = "".join(f"<li>{_markers(document, item)}</li>" for item in (second if isinstance(second, list) else []))
        return f"<{tag}>{items}</{tag}>"
    name, payload = (*(_at(document, "cards", first) or ["", {}]), {})[:2]
    return _card(str(name), payload if isinstance(payload, dict) else {}, note) if kind == 10 else ""


def _markers(document: dict[str, Any], markers: Any) -> str:
    """Texts with the markups that open before and close after them."""
    parts: list[str] = []
    still_open: list[str] = []
    for marker in markers if isinstance(markers, list) else []:
        if not isinstance(marker, list) or len(marker) < 4:
            continue
        kind, opened, closed, value = marker[:4]
        for number in opened if isinstance(opened, list) else []:
            begin, name = _markup(_at(document, "markups", number))
            parts.append(begin)
            still_open.append(name)
        parts.append(escape(str(value), quote=False) if kind == 0 else _atom(_at(document, "atoms", value)))
        for _ in range(min(closed if isinstance(closed, int) else 0, len(still_open))):
            parts.append(f"</{still_open.pop()}>")
    return "".join(parts + [f"</{name}>" for name in reversed(still_open)])


def _markup(markup: Any) -> tuple[str, str]:
    """How a markup begins, and its name."""
    name = str(markup[0]) if isinstance(markup, list) and markup else "span"
    name = name if name in ("a", "b", "strong", "i", "em", "s", "sub", "sup", "u", "code") else "span"
    values = markup[1] if isinstance(markup, list) and len(markup) > 1 and isinstance(markup[1], list) else []
    pairs = dict(zip(values[::2], values[1::2], strict=False))
    return (f'<a href="{escape(str(pairs.get("href", "")))}">' if name == "a" else f"<{name}>"), name


def _atom(atom: Any) -> str:
    if not isinstance(atom, list) or not atom:
        return ""
    return "<br>" if atom[0] == "soft-return" else escape(str(atom[1]) if len(atom) > 1 else "")


def _at(document: dict[str, Any], name: str, number: Any) -> Any:
    values = document.get(name)
    good = isinstance(values, list) and isinstance(number, int) and 0 <= number < len(values)
    return values[number] if good and isinstance(values, list) else None


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
