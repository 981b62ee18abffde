"""What readers write is plain text: cleaned when it comes in, made HTML when it is shown. No markup of theirs counts.

Cleaning takes out what no keyboard writes on purpose: control characters, what turns the direction of the text around
it (Unicode TR 36, 2.5), what has no width, and marks heaped upon one letter. Everything else stays as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString

MOST_MARKS = 4
"""Combining marks upon one letter: Vietnamese has two, Hebrew with all its signs three or four."""
SHOWN_OF_A_LINK = 60
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]{2,}")
"""One joiner makes a letter or an emoji what it is; several in a row only hide something."""
_LINK = re.compile(r"https?://[^\s<>\"`{}|\\^]+", re.IGNORECASE)
_TRAILING = ".,;:!?'\u2019\u201d\u00bb*_~"
_BRACKETS = {")": "(", "]": "["}


def clean(text: str) -> str:
    """`text` as it is kept: NFC, lines by \\n, at most one empty line in a row, nothing unseen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _JOINERS.sub("", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in _fewer_marks(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """`text` as one line, as for a name."""
    return " ".join(clean(text).split())


def _fewer_marks(text: str) -> str:
    """`text` with no more than `MOST_MARKS` marks upon each letter."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def as_html(text: str) -> SafeString:
    """Clean `text` as HTML: paragraphs, lines that begin with ">" as quotes, addresses of the web as links."""
    return SafeString("\n".join(_blocks(text.split("\n"))))


def _blocks(lines: list[str]) -> Iterator[str]:
    for quoted, found in groupby(lines, key=lambda line: line.startswith(">")):
        if quoted:
            inner = [line.lstrip("> ") for line in found]
            yield f"<blockquote>{''.join(_paragraphs(inner))}</blockquote>"
        else:
            yield from _paragraphs(found)


def _paragraphs(lines: Iterator[str] | list[str]) -> Iterator[str]:
    for wordy, found in groupby(lines, key=bool):
        if wordy:
            yield f'<p dir="auto">{"<br>".join(map(_linked, found))}</p>'


def _linked(line: str) -> str:
    pieces: list[str] = []
    end = 0
    for match in _LINK.finditer(line):
        address = _without_trailing(match[0])
        shown = address if len(address) <= SHOWN_OF_A_LINK else address[: SHOWN_OF_A_LINK - 1] + "…"
        pieces.append(escape(line[end : match.start()]))
        pieces.append(f'<a href="{escape(address)}" rel="ugc nofollow noopener">{escape(shown)}</a>')
        end = match.start() + len(address)
    return "".join([*pieces, escape(line[end:])])


def _without_trailing(address: str) -> str:
    """`address` without the punctuation of the sentence that it ends, or a bracket that opened before it."""
    while address[-1] in _TRAILING or (
        address[-1] in _BRACKETS and address.count(address[-1]) > address.count(_BRACKETS[address[-1]])
    ):
        address = address[:-1]
    return address
