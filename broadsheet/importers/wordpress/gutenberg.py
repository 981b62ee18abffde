"""The block editor's comments: which blocks a text has, and its HTML without them.

The grammar is that of WP_Block_Parser (wp-includes/class-wp-block-parser.php): `<!-- wp:namespace/name {json} /-->`.
Blocks that save HTML keep it; those that WordPress prints anew each time have none, and say here what becomes of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from typing import Any

_COMMENT = re.compile(
    r"<!--\s+(?P<closer>/)?wp:(?P<name>(?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)\s+"
    r"(?P<attrs>\{(?:(?:[^}]+|\}+(?=\})|(?!\}\s+/?-->).)*+)?\}\s+)?(?P<void>/)?-->",
    re.DOTALL,
)
_SILENT = {"more", "nextpage", "spacer", "separator", "read-more", "core/more", "core/spacer", "core/separator"}
DEEPEST = 5


def has_blocks(text: str) -> bool:
    """Whether the block editor wrote it."""
    return "<!-- wp:" in text


def without_comments(text: str, reusable: Callable[[str], str], note: Callable[[str], None], depth: int = 0) -> str:
    """The HTML of a text of blocks.

    `reusable` gives the text of a block that stands in many posts by its id; `note` hears of blocks that have no HTML.
    """

    def replaced(match: re.Match[str]) -> str:
        if match["closer"] or not match["void"]:
            return ""
        name, values = match["name"].removeprefix("core/"), _values(match["attrs"])
        if name == "block" and depth < DEEPEST:
            return without_comments(reusable(str(values.get("ref", ""))), reusable, note, depth + 1)
        if values.get("url") and (name.startswith(("embed", "core-embed/")) or name == "video"):
            return f'<bs-embed url="{escape(str(values["url"]))}"></bs-embed>'
        if name not in _SILENT:
            note(f"block “{name}” has no text of its own: left out")
        return ""

    return _COMMENT.sub(replaced, text)


def _values(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
