"""What a list says of a story: whole phrases only, whatever room there is."""

from __future__ import annotations

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue

ROOM = 220
"""Characters that a summary may take."""


def first_text(body: StreamValue) -> str:
    """The plain text of a body's first paragraph block, "" where there is none."""
    for block in body:
        if block.block_type == "paragraph":
            return strip_tags(block.value.source.split("</p>")[0]).strip()
    return ""


def summarise(standfirst: str, text: str, room: int = ROOM) -> str:
    """The editor's standfirst, else whole sentences of `text` up to `room` characters."""
    return standfirst or (text if len(text) <= room else "")
