"""What was found, as a story's body takes it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from broadsheet.articles.models import Story
from broadsheet.importers.page.found import Block

_TEXT = {"paragraph": "<p>{}</p>", "list": "<ul>{}</ul>", "numbers": "<ol>{}</ol>"}


def body_of(blocks: Sequence[Block], pictures: Sequence[tuple[int, dict[str, Any]]] = ()) -> list[tuple[str, Any]]:
    """`blocks` as a story's body takes them; paragraphs and lists that follow each other are one text.

    Each of `pictures` is a picture block's value, and how many of the blocks stand before it.
    """
    body = Story._meta.get_field("body").stream_block
    data: list[tuple[str, Any]] = []
    done = 0
    for place, value in sorted(pictures, key=lambda picture: picture[0]):
        data += [*_texts(blocks[done:place]), ("picture", value)]
        done = max(done, place)
    data += _texts(blocks[done:])
    return [(kind, body.child_blocks[kind].to_python(value)) for kind, value in data]


def _texts(blocks: Sequence[Block]) -> list[tuple[str, Any]]:
    data: list[tuple[str, Any]] = []
    for in_text, group in groupby(blocks, lambda block: block.kind in _TEXT):
        if in_text:
            data.append(("paragraph", "".join(_TEXT[block.kind].format(block.content) for block in group)))
        else:
            data += [_block(block) for block in group]
    return data


def _block(block: Block) -> tuple[str, Any]:
    if block.kind == "quote":
        words, _, speaker = block.content.partition("\t")
        return "pull_quote", {"text": words, "speaker": speaker}
    if block.kind == "table":
        rows = [line.split("\t") for line in block.content.split("\n")]
        width = max(map(len, rows))
        columns = [{"type": "text", "heading": heading} for heading in _padded(rows[0], width)]
        return "table", {"table": {"columns": columns, "rows": [{"values": _padded(row, width)} for row in rows[1:]]}}
    return "heading", block.content


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
