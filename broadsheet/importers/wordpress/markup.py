"""HTML as WordPress prints it, walked once and written anew as the blocks of a story's body.

Safe by construction: nothing of the source's markup is copied. What is written are the few elements that a paragraph
may hold, with escaped text and addresses of known schemes; all other elements give their text, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

INLINE = {
    **{name: name for name in ("a", "b", "i", "s", "sup", "sub")},
    "strong": "b",
    "em": "i",
    "cite": "i",
    "del": "s",
    "strike": "s",
    "var": "i",
    "dfn": "i",
}
_SILENT = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "title",
    "textarea",
    "head",
    "link",
    "meta",
    "button",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    *("p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "figure", "figcaption", "center"),
    *("blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "pre", "address", "details", "summary", "form", "hr"),
    *("fieldset", "img", "iframe", "video", "audio", "object", "embed", "picture", "body", "html", "map", *_HEADINGS),
    *("tbody", "thead", "tfoot", "tr", "td", "th", "caption", "amp-img"),
}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EMPTY = re.compile(r"<(a|b|i|s|sup|sub)(?: [^>]*)?>(\s*)</\1>")
_EDGES = re.compile(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LONGEST_QUOTE = 400

Value = dict[str, Any]


@dataclass
class Paper:
    """What a body must know of the paper around it, and what it says of itself."""

    link: Callable[[str], str]
    """The attributes of a link to an address (`href="…"`, `linktype="page" id="5"`), "" where it leads nowhere."""
    picture: Callable[[str, str], int | None]
    """The id of a picture in the library by its old address or its old number; None where it is not there."""
    address: Callable[[str, str], str] = lambda address, number: address
    """The old address of a picture or sound by address or number, "" for none."""
    notes: list[str] = field(default_factory=list)


class Body:
    """The blocks of one body, as (type, value), in order."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.blocks: list[tuple[str, Any]] = []
        self._buffer: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._texts: list[str] = []

    # --- Text --------------------------------------------------------------------------------------------------------

    def text(self, text: str | None) -> None:
        if text:
            self._buffer.append(escape(_SPACES.sub(" ", text), quote=False))

    def _line(self) -> str:
        """What was gathered, as clean inline HTML; begins a new line with the same emphasis."""
        html = "".join([*self._buffer, *(f"</{name}>" for name, _ in reversed(self._open))])
        self._buffer = [begin for _, begin in self._open]
        return tidy(html)

    def end_paragraph(self) -> None:
        if line := self._line():
            self._texts.append(f"<p>{line}</p>")

    def end_text(self) -> None:
        self.end_paragraph()
        if self._texts:
            self.blocks.append(("paragraph", "".join(self._texts)))
            self._texts = []

    def add(self, kind: str, value: Any) -> None:
        self.end_text()
        self.blocks.append((kind, value))

    # --- Elements ----------------------------------------------------------------------------------------------------

    def walk(self, element: etree._Element) -> None:
        """`element` and what is in it; its tail belongs to whoever called."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag in INLINE:
            self._inline(element, INLINE[tag])
        elif tag == "br":
            self._buffer.append("<br/>")
        elif tag in _BLOCKS or tag.startswith("bs-"):
            self._block(element, tag)
        else:
            self.inside(element)

    def inside(self, element: etree._Element) -> None:
        self.text(element.text)
        for child in element:
            self.walk(child)
            self.text(child.tail)

    def _inline(self, element: etree._Element, name: str) -> None:
        begin = f"<{name}>"
        if name == "a":
            attributes = self.paper.link(element.get("href", "").strip())
            if not attributes or any(open_name == "a" for open_name, _ in self._open):
                self.inside(element)
                return
            begin = f"<a {attributes}>"
        self._buffer.append(begin)
        self._open.append((name, begin))
        self.inside(element)
        self._open.pop()
        self._buffer.append(f"</{name}>")

    def _block(self, element: etree._Element, tag: str) -> None:
        self.end_paragraph()
        handler = _HANDLERS.get(tag) or (_heading if tag in _HEADINGS else None)
        if handler is None or not handler(self, element):
            self.inside(element)
        self.end_paragraph()

    def inner(self, element: etree._Element) -> str:
        """The inline HTML of an element by itself; blocks in it give their text, parted by line breaks."""
        part = Body(self.paper)
        part.inside(element)
        part.end_text()
        self._hoist(part)
        found = (value for kind, value in part.blocks if kind == "paragraph")
        return "<br/>".join(re.sub(r"</p><p>", "<br/>", re.sub(r"^<p>|</p>$", "", value)) for value in found)

    def _hoist(self, part: Body) -> None:
        """Pictures and films within a list or a cell stand after it."""
        self._later = [
            *getattr(self, "_later", []),
            *(block for block in part.blocks if block[0] in ("picture", "embed")),
        ]

    def settle(self) -> None:
        """Puts in place what was within something that can hold words alone."""
        later, self._later = getattr(self, "_later", []), []
        for kind, value in later:
            self.add(kind, value)


def tidy(html: str) -> str:
    """Inline HTML without empty elements and without spaces or breaks at its ends."""
    html = re.sub(r"(?:\s*<br/>\s*){3,}", "<br/><br/>", _EMPTY.sub(r"\2", html))
    html = _EDGES.sub("", _EMPTY.sub(r"\2", html))
    return html if plain(html) else ""


def plain(html: str) -> str:
    """Inline HTML of ours as text."""
    from html import unescape

    return unescape(re.sub(r"<br/>", " ", re.sub(r"<(?!br/)[^>]*>", "", html))).strip()


def words(element: etree._Element) -> str:
    """All text in an element, on one line."""
    return " ".join("".join(element.itertext()).split())


# --- Blocks. Each handler answers whether it has dealt with the element and all that is in it. ------------------------


def _heading(body: Body, element: etree._Element) -> bool:
    if element.find(".//img") is not None or not words(element):
        return False
    body.add("heading", words(element)[:1000])
    return True


def _list(body: Body, element: etree._Element) -> bool:
    if "blocks-gallery-grid" in element.get("class", "") or not words(element):
        return bool("blocks-gallery-grid" in element.get("class", "") and _gallery(body, element))
    body._texts.append(_list_html(body, element, 0))
    body.settle()
    return True


def _list_html(body: Body, element: etree._Element, depth: int) -> str:
    items = []
    for item in element:
        if not isinstance(item.tag, str):
            continue
        nested = [child for child in item if child.tag in ("ul", "ol")] if depth < 5 else []
        below = ""
        for child in nested:
            below += _list_html(body, child, depth + 1)
            tail = child.tail
            item.remove(child)
            if tail and tail.strip():
                etree.SubElement(item, "span").text = tail
        text = body.inner(item)
        if text or below:
            items.append(f"<li>{text}{below}</li>")
    return f"<{element.tag}>{''.join(items)}</{element.tag}>" if items else ""


def _terms(body: Body, element: etree._Element) -> bool:
    """A list of terms: each with what is said of it, one to a line."""
    for child in element:
        if child.tag in ("dt", "dd") and (inner := body.inner(child)):
            body._texts.append(f"<p><b>{inner}</b></p>" if child.tag == "dt" else f"<p>{inner}</p>")
    body.settle()
    return True


def _quote(body: Body, element: etree._Element) -> bool:
    speaker = " ".join(words(one) for one in element.iter("cite", "footer"))
    text = words(element)
    spoken = text.removesuffix(speaker).strip() if speaker else text
    if not spoken or element.find(".//img") is not None:
        return False
    if len(spoken) > LONGEST_QUOTE or element.find(".//a") is not None:
        return False
    body.add("pull_quote", {"text": spoken, "speaker": speaker.lstrip("—–- ")[:255]})
    return True


def _pre(body: Body, element: etree._Element) -> bool:
    lines = "".join(element.itertext()).strip("\n").split("\n")
    if kept := "<br/>".join(escape(line.replace("  ", "\u00a0 "), quote=False) for line in lines).strip():
        body._texts.append(f"<p>{kept}</p>")
    return True


def _table(body: Body, element: etree._Element) -> bool:
    rows = [[words(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if any(row)]
    if (
        not rows
        or max(map(len, rows)) < 2
        or element.find(".//table") is not None
        or element.find(".//img") is not None
    ):
        return False
    if element.find(".//a") is not None:
        body.paper.notes.append("links within a table left out")
    width = max(map(len, rows))
    head = rows.pop(0) if element.find(".//th") is not None and len(rows) > 1 else [""] * width
    columns = [{"type": "text", "heading": heading} for heading in _padded(head, width)]
    table = {"columns": columns, "rows": [{"values": _padded(row, width)} for row in rows], "caption": ""}
    body.add("table", {"table": table})
    return True


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _form(body: Body, element: etree._Element) -> bool:
    body.paper.notes.append("a form left out")
    return True


def _figure(body: Body, element: etree._Element) -> bool:
    names = element.get("class", "")
    caption_element = element.find(".//figcaption")
    caption = words(caption_element) if caption_element is not None else ""
    if len(list(element.iter("img"))) > 1 or "wp-block-gallery" in names:
        return _gallery(body, element)
    if "wp-block-embed" in names and (address := _ADDRESS.search(words(element))):
        embed(body, address[0], caption)
        return True
    if (image := element.find(".//img")) is not None:
        picture(body, image, caption)
        return True
    for media in element.iter("iframe", "video", "audio", "object", "bs-embed"):
        film(body, media, caption)
        return True
    return False


def _gallery(body: Body, element: etree._Element) -> bool:
    images = [(image, _caption_of(image)) for image in element.iter("img")]
    if not images:
        return False
    show(body, [_shown(body, image, caption) for image, caption in images])
    return True


def _caption_of(image: etree._Element) -> str:
    """The caption in the same frame as a picture of a gallery."""
    frame = image.getparent()
    while frame is not None and frame.tag not in ("figure", "li", "dl", "body"):
        frame = frame.getparent()
    found = next(frame.iter("figcaption", "dd"), None) if frame is not None else None
    return words(found) if found is not None and len(list(frame.iter("img"))) == 1 else ""


def _image(body: Body, element: etree._Element) -> bool:
    picture(body, element, "")
    return True


def _film(body: Body, element: etree._Element) -> bool:
    film(body, element, "")
    return True


def _placed(body: Body, element: etree._Element) -> bool:
    """What a shortcode became: pictures by number or address, a film, a sound."""
    numbers = [number for number in re.split(r"\D+", element.get("ids", "")) if number]
    if element.tag == "bs-playlist":
        for number in numbers:
            if address := body.paper.address("", number):
                embed(body, address, "")
        return True
    if element.tag == "bs-embed":
        if address := element.get("url", ""):
            embed(body, address, "")
        return True
    shown = [_by_number(body, number, element) for number in numbers] or [_by_number(body, "", element)]
    show(body, [one for one in shown if one])
    return True


def _by_number(body: Body, number: str, element: etree._Element) -> Value:
    source = element.get("src", "")
    return {
        "image": body.paper.picture(source, number),
        "caption": "",
        "alt": element.get("alt", "")[:255],
        "address": body.paper.address(source, number),
    }


# --- Pictures and films -----------------------------------------------------------------------------------------------


def _shown(body: Body, image: etree._Element, caption: str) -> Value:
    names = re.search(r"wp-image-(\d+)", image.get("class", ""))
    number = names[1] if names else image.get("data-id", "")
    lazily = (image.get(name, "").strip() for name in ("data-lazy-src", "data-src", "data-orig-file", "src"))
    source = next((one for one in lazily if one and not one.startswith("data:")), "")
    return {
        "image": body.paper.picture(source, number),
        "caption": caption[:1000],
        "alt": " ".join(image.get("alt", "").split())[:255],
        "address": body.paper.address(source, number),
    }


def picture(body: Body, image: etree._Element, caption: str) -> None:
    """One picture; where the library lacks it, a link to where it was."""
    show(body, [_shown(body, image, caption)])


def show(body: Body, shown: list[Value]) -> None:
    """Pictures as one block, as a gallery where there are several; those that the library lacks as links."""
    there = [{key: one[key] for key in ("image", "caption", "alt")} for one in shown if one["image"]]
    if len(there) > 1:
        body.add("gallery", {"title": "", "pictures": there})
    elif there:
        body.add("picture", there[0])
    for one in shown:
        if not one["image"] and one["address"]:
            body.paper.notes.append(f"picture {one['address']} is not here: kept as a link")
            embed(body, one["address"], one["caption"] or one["alt"])


def film(body: Body, element: etree._Element, caption: str) -> None:
    """A film, a sound or a frame: a link to it, since nothing loads from another host."""
    sources = [element, *element.iter("source", "embed", "a", "param")]
    found = (one.get(name, "") for one in sources for name in ("src", "data-src", "data", "url", "href", "value"))
    address = next((one.strip() for one in found if one.strip().startswith(("http://", "https://", "//"))), "")
    if address:
        embed(body, address, caption or element.get("title", ""))
    else:
        body.paper.notes.append(f"<{element.tag}> without an address left out")


def embed(body: Body, address: str, title: str) -> None:
    """A link to something elsewhere, called by its title or its host."""
    address = f"https:{address}" if address.startswith("//") else address
    parts = _split(address)
    if parts is None or len(address) > 1000:
        body.paper.notes.append(f"address {address[:80]} cannot be linked: left out")
        return
    name = parts.path.rsplit("/", 1)[-1] if re.search(r"\.\w{2,4}$", parts.path) else ""
    body.add("embed", {"url": address, "title": (title.strip() or name or parts.netloc)[:255], "description": ""})


def _split(address: str) -> Any:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s<>\"{}|\\^`]", address)
    return parts if good else None


_HANDLERS: dict[str, Callable[[Body, etree._Element], bool]] = {
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("img", "amp-img"), _image),
    **dict.fromkeys(("iframe", "video", "audio", "object", "embed"), _film),
    **dict.fromkeys(("bs-embed", "bs-gallery", "bs-playlist", "bs-picture"), _placed),
    "blockquote": _quote,
    "pre": _pre,
    "table": _table,
    "form": _form,
    "figure": _figure,
    "dl": _terms,
}


def blocks_of(html: str, paper: Paper) -> Iterator[tuple[str, Any]]:
    """The blocks of `html`."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(b"<div>" + html.encode("utf-8", "replace") + b"</div>", parser)
    body = Body(paper)
    if root is not None:
        body.inside(root)
    body.end_text()
    yield from body.blocks
