"""Comments of an item as what readers replied: plain text, their states, and who answers whom."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from broadsheet.comments.models import State
from broadsheet.importers.moving.records import Answer
from broadsheet.importers.wordpress.dates import moment
from broadsheet.importers.wordpress.reading import Node

STATES = {
    "1": State.APPROVED,
    "approved": State.APPROVED,
    "0": State.HELD,
    "hold": State.HELD,
    "spam": State.SPAM,
    "trash": State.DELETED,
    "post-trashed": State.DELETED,
}
_BREAKS = re.compile(r"<br\s*/?>\n?|</(?:p|li|div)>\s*", re.IGNORECASE)
_QUOTE = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a\s[^>]*href=[\"']?(https?://[^\s\"'>]+)[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")


def answers_of(node: Node, otherwise: datetime) -> list[Answer]:
    """The comments of an item, those before which others stand; pings are none. `otherwise`: for one without a time."""
    found: dict[str, Answer] = {}
    for number, row in enumerate(node.rows("wp:comment")):
        if (row.get("wp:comment_type") or "comment") != "comment":
            continue
        key = row.get("wp:comment_id") or f"n{number}"
        key = f"{key}~{number}" if key in found else key
        at = moment(row.get("wp:comment_date_gmt", ""), row.get("wp:comment_date", "")) or otherwise
        found[key] = Answer(
            key,
            row.get("wp:comment_author", ""),
            as_text(row.get("wp:comment_content", "")),
            at,
            STATES.get(row.get("wp:comment_approved", ""), State.HELD),
            parent_of(row),
            row.get("wp:comment_author_email", ""),
            row.get("wp:comment_author_url", ""),
            row.get("wp:comment_author_IP", ""),
        )
    return in_order(found)


def in_order(found: dict[str, Answer]) -> list[Answer]:
    """Each after the one that it answers; one whose parent is missing, or is itself below it, opens a thread."""
    order = order_of({key: answer.parent for key, answer in found.items()})
    return [replace(found[key], parent=parent) for key, parent in order]


def order_of(parents: dict[str, str]) -> list[tuple[str, str]]:
    """(key, parent) of each of `parents`, after its parent; "" for those without one, and where a circle is cut."""
    order: list[tuple[str, str]] = []
    done: set[str] = set()
    for key in parents:
        chain: list[str] = []
        while key in parents and key not in done and key not in chain:
            chain.append(key)
            key = parents[key]
        for one in reversed(chain):
            order.append((one, parents[one] if parents[one] in done else ""))
            done.add(one)
    return order


def parent_of(row: dict[str, str]) -> str:
    """The key of the comment that a comment answers, "" for none."""
    parent = row.get("wp:comment_parent", "")
    return parent if parent.strip("0") else ""


def as_text(html: str) -> str:
    """A comment's markup as plain text: paragraphs, quotes by “>”, links by their addresses."""
    from html import unescape

    if "<" in html:
        html = _QUOTE.sub(lambda match: "\n\n" + _quoted(match[1]) + "\n\n", html)
        html = _LINK.sub(lambda match: match[1] if match[1] in match[2] else f"{match[2]} ({match[1]})", html)
        html = _TAGS.sub("", _BREAKS.sub("\n", html))
    return unescape(html)


def _quoted(html: str) -> str:
    lines = _TAGS.sub("", _BREAKS.sub("\n", html)).strip().splitlines()
    return "\n".join(f"&gt; {line}" for line in lines)
