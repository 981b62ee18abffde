"""Markdown made into the blocks of a body.

Text, lists and headings are CommonMark. Everything else is a fenced block whose first line names its kind and whose
content is YAML: ``pull-quote``, ``fact-box``, ``table``, ``picture``, ``gallery``, ``read-also``, ``embed``. A link to
``page:SLUG`` leads to the story, section or page of that slug.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark")


class BodyError(Exception):
    """A body holds a block or a link that cannot be made; the text says which."""


def to_blocks(text: str, pages: Mapping[str, int], pictures: Mapping[str, int]) -> list[dict[str, Any]]:
    """The blocks of `text` as a StreamField stores them; the mappings give ids by name. Raises BodyError."""
    return [{"type": kind, "value": value} for kind, value in _Body(pages, pictures).blocks(text)]


class _Body:
    """Turns one text into blocks, with the ids that its links and pictures need."""

    def __init__(self, pages: Mapping[str, int], pictures: Mapping[str, int]) -> None:
        self.pages, self.pictures = pages, pictures
        self.kinds: dict[str, Callable[[dict[str, Any]], tuple[str, Any]]] = {
            "pull-quote": lambda data: ("pull_quote", {"text": data["text"], "speaker": data.get("speaker", "")}),
            "fact-box": lambda data: ("fact_box", {"title": data["title"], "text": self.html(data["text"])}),
            "table": lambda data: ("table", {"table": _table(data)}),
            "picture": lambda data: ("picture", self.picture(data)),
            "gallery": self.gallery,
            "read-also": lambda data: ("read_also", {"stories": [self.page(slug) for slug in data["stories"]]}),
            "embed": lambda data: ("embed", {key: data[key] for key in ("url", "title", "description")}),
        }

    def blocks(self, text: str) -> Iterator[tuple[str, Any]]:
        run: list[Token] = []
        for group in _top_level(_markdown.parse(text)):
            if group[0].type in ("heading_open", "fence"):
                yield from self.paragraphs(run)
                run = []
            if group[0].type == "heading_open":
                yield "heading", group[1].content
            elif group[0].type == "fence":
                yield self.fenced(group[0].info.strip(), group[0].content)
            else:
                run += group
        yield from self.paragraphs(run)

    def paragraphs(self, tokens: list[Token]) -> Iterator[tuple[str, str]]:
        if tokens:
            yield "paragraph", self.render(tokens)

    def html(self, text: str) -> str:
        return self.render(_markdown.parse(text))

    def render(self, tokens: list[Token]) -> str:
        for token in tokens:
            for child in token.children or ():
                if child.type == "link_open":
                    self.point(child)
        return _markdown.renderer.render(tokens, _markdown.options, {}).strip()

    def point(self, link: Token) -> None:
        """Make a link to one of the paper's own pages one that follows the page when it moves."""
        scheme, _, slug = str(link.attrs["href"]).partition(":")
        if scheme == "page":
            link.attrs = {"linktype": "page", "id": str(self.page(slug))}

    def fenced(self, kind: str, content: str) -> tuple[str, Any]:
        try:
            return self.kinds[kind](yaml.safe_load(content))
        except KeyError as name:
            raise BodyError(f"a block {kind!r}: {name} is not known or missing") from None
        except yaml.YAMLError as error:
            raise BodyError(f"a block {kind!r}: {error}") from None

    def gallery(self, data: dict[str, Any]) -> tuple[str, Any]:
        return "gallery", {"title": data["title"], "pictures": [self.picture(row) for row in data["pictures"]]}

    def picture(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"image": self.pictures[data["picture"]], "caption": data.get("caption", ""), "alt": data.get("alt", "")}

    def page(self, slug: str) -> int:
        if slug not in self.pages:
            raise BodyError(f"there is no page {slug!r} to link to")
        return self.pages[slug]


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    """`tokens` in groups: each is one element of the text with all that it holds."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _table(data: dict[str, Any]) -> dict[str, Any]:
    """A typed table; a column in which all cells are numbers is a column of numbers."""
    columns = list(zip(*data["rows"], strict=True))
    kinds = ["number" if all(isinstance(cell, int | float) for cell in cells) else "text" for cells in columns]
    return {
        "caption": data["caption"],
        "columns": [{"type": kind, "heading": str(head)} for kind, head in zip(kinds, data["columns"], strict=True)],
        "rows": [
            {"values": [c if k == "number" else str(c) for k, c in zip(kinds, row, strict=True)]}
            for row in data["rows"]
        ],
    }
