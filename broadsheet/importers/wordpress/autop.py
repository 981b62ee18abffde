"""Paragraphs of the classic editor: what WordPress calls `wpautop` and does whenever it prints such a text.

The rules are those of `wpautop()` in wp-includes/formatting.php (developer.wordpress.org/reference/functions/wpautop):
block elements stand apart, two line breaks part paragraphs, one is a <br>, nothing changes within <pre>.
"""

from __future__ import annotations

import re

_BLOCKS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|"
    "style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|"
    "summary|iframe|video|audio|object|script|bs-[a-z]+"
)
_OPEN = re.compile(rf"(<(?:{_BLOCKS})[\s/>])", re.IGNORECASE)
_CLOSE = re.compile(rf"(</(?:{_BLOCKS})>)", re.IGNORECASE)
_VOID = re.compile(r"(<hr\s*?/?>)", re.IGNORECASE)
_PRE = re.compile(r"<(pre|script|style|textarea)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TWO_BREAKS = re.compile(r"<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
_LEADING_BLOCK = re.compile(rf"</?(?:{_BLOCKS})[^>]*>\s*", re.IGNORECASE)
_HELD = re.compile("\x02(\\d+)\x02")
_INSIDE_TAG = re.compile(r"<[^<>]*>")
_BLOCK_AROUND_BREAK = re.compile(rf"(</?(?:{_BLOCKS})[^>]*>)\s*<br />", re.IGNORECASE)
_BREAK_BEFORE_BLOCK = re.compile(rf"<br />\s*(</?(?:{_BLOCKS})[^>]*>)", re.IGNORECASE)


def autop(text: str) -> str:
    """`text` with its blank lines made paragraphs and its line ends made <br>."""
    if "\n" not in text.strip():
        return text if _OPEN.match(text.strip()) else f"<p>{text.strip()}</p>" if text.strip() else ""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\n\n\x02{len(held) - 1}\x02\n\n"

    text = _PRE.sub(hold, text.replace("\x02", "").replace("\r\n", "\n").replace("\r", "\n"))
    text = _TWO_BREAKS.sub("\n\n", text)
    text = _INSIDE_TAG.sub(lambda match: match[0].replace("\n", " "), text)
    text = _VOID.sub(r"\1\n\n", _CLOSE.sub(r"\1\n\n", _OPEN.sub(r"\n\n\1", text)))
    pieces = (piece.strip("\n") for piece in re.split(r"\n\s*\n", text))
    made = "\n".join(_piece(piece) for piece in pieces if piece.strip())
    made = _BREAK_BEFORE_BLOCK.sub(r"\1", _BLOCK_AROUND_BREAK.sub(r"\1", made))
    return _HELD.sub(lambda match: held[int(match[1])], made)


def _piece(piece: str) -> str:
    """One paragraph, or a block with what it opens left as it is."""
    piece = piece.strip()
    if piece.startswith("\x02"):
        return piece
    head = ""
    while match := _LEADING_BLOCK.match(piece):
        head, piece = head + match[0], piece[match.end() :]
    inner = re.sub(r"\s*\n", "<br />\n", piece.strip())
    if not inner:
        return head
    # Text right within a block needs no <p> of ours: the reader of the tree makes a paragraph of it.
    return head + inner if head else f"<p>{inner}</p>"
