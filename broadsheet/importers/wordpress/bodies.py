"""The text of a post or page as WordPress keeps it, made the blocks of a story's body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from broadsheet.importers.wordpress.autop import autop
from broadsheet.importers.wordpress.gutenberg import has_blocks, without_comments
from broadsheet.importers.wordpress.markup import blocks_of
from broadsheet.importers.wordpress.shortcodes import embeds, expanded
from broadsheet.importers.wordpress.walking import Paper

_MARKS = re.compile(r"<!--(?:more\b.*?|nextpage|noteaser)-->", re.DOTALL)
DEEPEST = 40


def body_of(text: str, paper: Paper, reusable: Callable[[str], str] = lambda number: "") -> list[tuple[str, Any]]:
    """The blocks of `text`, whichever editor wrote it; what was left out is in `paper.notes`."""
    note = paper.notes.append
    text = _MARKS.sub("\n\n", text)
    if has_blocks(text):
        html = expanded(without_comments(text, reusable, note), note)
    else:
        html = autop(expanded(embeds(text), note))
    found = list(blocks_of(html, paper))
    paper.notes[:] = dict.fromkeys(paper.notes)
    return found


def of_elementor(data: str) -> str:
    """The HTML of what Elementor keeps apart from the post's text: headings, texts, pictures, films. "" for none."""
    try:
        found = json.loads(data)
    except ValueError:
        return ""
    return "\n\n".join(_elements(found, 0))


def _elements(found: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    for element in found if isinstance(found, list) else ():
        if not isinstance(element, dict):
            continue
        settings = element.get("settings")
        if isinstance(settings, dict):
            yield from _widget(str(element.get("widgetType", "")), settings)
        yield from _elements(element.get("elements"), depth + 1)


def _widget(kind: str, settings: dict[str, Any]) -> Iterator[str]:
    if kind == "heading" and settings.get("title"):
        yield f"<h2>{settings['title']}</h2>"
    for name in ("editor", "html", "description_text"):
        if isinstance(settings.get(name), str):
            yield settings[name]
    image = settings.get("image")
    if isinstance(image, dict) and image.get("url"):
        yield f'<img src="{image["url"]}" class="wp-image-{image.get("id", "")}">'
    for name in ("youtube_url", "vimeo_url"):
        if isinstance(settings.get(name), str) and settings[name].startswith("http"):
            yield f'<bs-embed url="{settings[name]}"></bs-embed>'
