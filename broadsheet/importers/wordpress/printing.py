"""The blocks of a body as the block editor of WordPress writes them; `bodies` reads them back as they were.

What WordPress has no block for (fact boxes, “read also”) is a group with a class by which it is known again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from lxml import etree
from lxml import html as markup

from broadsheet.importers.wordpress.markup import FACT_BOX, READ_ALSO

_PAGE_LINK = re.compile(r"<a\s+([^>]*linktype=\"page\"[^>]*)>")
_DOCUMENT_LINK = re.compile(r"<a\s+[^>]*linktype=\"document\"[^>]*>(.*?)</a>", re.DOTALL)
_NUMBER = re.compile(r"\bid=\"(\d+)\"")
Block = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A picture as pages show it: its number in the export and its whole address."""

    number: int
    url: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Around:
    """What a body must know: the whole addresses of pages with their titles, and pictures, by their ids here."""

    page: Callable[[int], tuple[str, str] | None]
    picture: Callable[[int], Shown | None]


def text_of(blocks: Iterable[Block], around: Around) -> str:
    """`blocks` (as they are stored) as the content of a post."""
    return "\n\n".join(made for block in blocks if (made := _PRINTED[block["type"]](block["value"], around)))


def _wrapped(name: str, html: str, **values: Any) -> str:
    found = json.dumps(values, ensure_ascii=False) if values else ""
    for plain, hidden in (("--", "\\u002d\\u002d"), ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        found = found.replace(plain, hidden)
    return f"<!-- wp:{name} {found}{' ' if found else ''}-->\n{html}\n<!-- /wp:{name} -->"


def said(text: str) -> str:
    """Plain text within HTML; a bracket would begin a shortcode."""
    return escape(text, quote=False).replace("[", "&#91;")


def quoted(text: str) -> str:
    """Plain text within an attribute."""
    return escape(text).replace("[", "&#91;")


def rich(html: str, around: Around) -> str:
    """Text of ours with its links led to whole addresses."""

    def whole(match: re.Match[str]) -> str:
        number = _NUMBER.search(match[1])
        page = around.page(int(number[1])) if number else None
        return f'<a href="{escape(page[0])}">' if page else "<a>"

    return _DOCUMENT_LINK.sub(r"\1", _PAGE_LINK.sub(whole, html)).replace("[", "&#91;")


def _paragraph(value: str, around: Around) -> str:
    made = []
    for element in markup.fragments_fromstring(rich(value, around)):
        if isinstance(element, str):
            if element.strip():
                made.append(_wrapped("paragraph", f"<p>{said(element)}</p>"))
            continue
        tail, element.tail = element.tail, None
        html = etree.tostring(element, encoding="unicode", method="xml").replace("[", "&#91;")
        ordered = {"ordered": True} if element.tag == "ol" else {}
        made.append(_wrapped("list" if element.tag in ("ul", "ol") else "paragraph", html, **ordered))
        if tail and tail.strip():
            made.append(_wrapped("paragraph", f"<p>{said(tail)}</p>"))
    return "\n\n".join(made)


def _heading(value: str, around: Around) -> str:
    return _wrapped("heading", f'<h2 class="wp-block-heading">{said(value)}</h2>')


def _img(value: Block, around: Around) -> tuple[int, str]:
    """Number and figure of a picture; ("", 0) where it is gone."""
    found = around.picture(value["image"]) if value.get("image") else None
    if found is None:
        return 0, ""
    caption, alt = value.get("caption") or "", value.get("alt") or ""
    words = f'<figcaption class="wp-element-caption">{said(caption)}</figcaption>' if caption else ""
    img = f'<img src="{quoted(found.url)}" alt="{quoted(alt)}" class="wp-image-{found.number}"/>'
    return found.number, f'<figure class="wp-block-image">{img}{words}</figure>'


def _picture(value: Block, around: Around) -> str:
    number, figure = _img(value, around)
    return _wrapped("image", figure, id=number) if figure else ""


def _gallery(value: Block, around: Around) -> str:
    items = (one["value"] if isinstance(one.get("value"), dict) else one for one in value.get("pictures", ()))
    figures = [figure for one in items if (figure := _img(one, around)[1])]
    title = value.get("title") or ""
    below = f'<figcaption class="blocks-gallery-caption wp-element-caption">{said(title)}</figcaption>' if title else ""
    gallery = f'<figure class="wp-block-gallery has-nested-images">{"".join(figures)}{below}</figure>'
    return _wrapped("gallery", gallery, linkTo="none") if figures else ""


def _pull_quote(value: Block, around: Around) -> str:
    speaker = f"<cite>{said(value['speaker'])}</cite>" if value.get("speaker") else ""
    quote = f"<blockquote><p>{said(value['text'])}</p>{speaker}</blockquote>"
    return _wrapped("pullquote", f'<figure class="wp-block-pullquote">{quote}</figure>')


def _embed(value: Block, around: Around) -> str:
    url, title, more = value["url"], value.get("title") or "", value.get("description") or ""
    caption = f'<figcaption class="wp-element-caption">{said(title)}</figcaption>' if title else ""
    told = f' data-description="{quoted(more)}"' if more else ""
    wrapper = f'<div class="wp-block-embed__wrapper">\n{said(url)}\n</div>'
    return _wrapped("embed", f'<figure class="wp-block-embed"{told}>{wrapper}{caption}</figure>', url=url)


def _table(value: Block, around: Around) -> str:
    table = value["table"]
    heads = [str(column.get("heading") or "") for column in table["columns"]]
    head = f"<thead><tr>{''.join(f'<th>{said(one)}</th>' for one in heads)}</tr></thead>" if any(heads) else ""
    rows = (
        "".join(
            f"<td>{_cell(one, column, around)}</td>"
            for one, column in zip(row["values"], table["columns"], strict=False)
        )
        for row in table["rows"]
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    words = table.get("caption") or ""
    caption = f'<figcaption class="wp-element-caption">{said(words)}</figcaption>' if words else ""
    return _wrapped(
        "table", f'<figure class="wp-block-table"><table>{head}<tbody>{body}</tbody></table>{caption}</figure>'
    )


def _cell(value: Any, column: Block, around: Around) -> str:
    if value is None:
        return ""
    return rich(value, around) if column.get("type") == "rich_text" else said(f"{value}")


def _fact_box(value: Block, around: Around) -> str:
    inner = f"<h3>{said(value['title'])}</h3>{rich(value['text'], around)}"
    return _wrapped("group", f'<div class="wp-block-group {FACT_BOX}">{inner}</div>', className=FACT_BOX)


def _read_also(value: Block, around: Around) -> str:
    found = (one["value"] if isinstance(one, dict) else one for one in value.get("stories", ()))
    pages = [page for pk in found if pk and (page := around.page(pk))]
    items = "".join(f'<li><a href="{escape(url)}">{said(title)}</a></li>' for url, title in pages)
    html = f'<div class="wp-block-group {READ_ALSO}"><ul>{items}</ul></div>'
    return _wrapped("group", html, className=READ_ALSO) if pages else ""


_PRINTED: dict[str, Callable[[Any, Around], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "picture": _picture,
    "gallery": _gallery,
    "pull_quote": _pull_quote,
    "fact_box": _fact_box,
    "read_also": _read_also,
    "table": _table,
    "embed": _embed,
}


def pages_in(blocks: Iterable[Block]) -> set[int]:
    """The ids of pages that links and “read also” of `blocks` lead to."""
    text = unescape(json.dumps(list(blocks), ensure_ascii=False).replace('\\"', '"'))
    found = {int(number[1]) for match in _PAGE_LINK.finditer(text) if (number := _NUMBER.search(match[1]))}
    for block in blocks:
        if block["type"] == "read_also":
            stories = (one["value"] if isinstance(one, dict) else one for one in block["value"].get("stories", ()))
            found |= {pk for pk in stories if pk}
    return found
