"""HTML as WordPress prints it, as the blocks of a story's body: what becomes of each kind of element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from broadsheet.importers.wordpress.walking import HANDLERS, HEADINGS, Body, Paper, Value, words

FACT_BOX, READ_ALSO = "broadsheet-fact-box", "broadsheet-read-also"
"""Classes of the groups by which our own exports keep what WordPress has no block for."""
_NUMBER = re.compile(r'id="(\d+)" linktype="page"')
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LONGEST_QUOTE = 400


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
    parent = element.getparent()
    is_pull = parent is not None and "wp-block-pullquote" in parent.get("class", "")
    if (len(spoken) > LONGEST_QUOTE and not is_pull) or element.find(".//a") is not None:
        return False
    body.add("pull_quote", {"text": spoken, "speaker": speaker.lstrip("—–- ")[:255]})
    return True


def _pre(body: Body, element: etree._Element) -> bool:
    lines = "".join(element.itertext()).strip("\n").split("\n")
    if kept := "<br/>".join(escape(line.replace("  ", "\u00a0 "), quote=False) for line in lines).strip():
        body._texts.append(f"<p>{kept}</p>")
    return True


def _table(body: Body, element: etree._Element, caption: str = "") -> bool:
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
    table = {"columns": columns, "rows": [{"values": _padded(row, width)} for row in rows], "caption": caption}
    body.add("table", {"table": table})
    return True


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _form(body: Body, element: etree._Element) -> bool:
    body.paper.notes.append("a form left out")
    return True


def _group(body: Body, element: etree._Element) -> bool:
    """Groups of our own exports: what stood there is known by their class."""
    names = element.get("class", "").split()
    if FACT_BOX in names:
        return _fact_box(body, element)
    if READ_ALSO not in names:
        return False
    links = (_NUMBER.match(body.paper.link(link.get("href", ""))) for link in element.iter("a"))
    stories = [int(link[1]) for link in links if link]
    if stories:
        body.add("read_also", {"stories": stories[:5]})
    return bool(stories)


def _fact_box(body: Body, element: etree._Element) -> bool:
    title, part = element.find("h3"), Body(body.paper)
    for child in element:
        if child is not title:
            part.walk(child)
            part.text(child.tail)
    part.end_text()
    text = "".join(value for kind, value in part.blocks if kind == "paragraph")
    if title is None or not text:
        return False
    body.add("fact_box", {"title": words(title)[:255], "text": text})
    return True


def _figure(body: Body, element: etree._Element) -> bool:
    names = element.get("class", "")
    caption_element = element.find(".//figcaption")
    caption = words(caption_element) if caption_element is not None else ""
    if len(list(element.iter("img"))) > 1 or "wp-block-gallery" in names:
        return _gallery(body, element)
    if "wp-block-embed" in names and (address := _ADDRESS.search(words(element))):
        embed(body, address[0], caption, element.get("data-description", ""))
        return True
    if (table := element.find(".//table")) is not None and _table(body, table, caption):
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
    title = next((words(one) for one in element.findall("figcaption")), "")
    show(body, [_shown(body, image, caption) for image, caption in images], title)
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


def show(body: Body, shown: list[Value], title: str = "") -> None:
    """Pictures as one block, as a gallery where there are several; those that the library lacks as links."""
    there = [{key: one[key] for key in ("image", "caption", "alt")} for one in shown if one["image"]]
    if len(there) > 1:
        body.add("gallery", {"title": title[:255], "pictures": there})
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


def embed(body: Body, address: str, title: str, description: str = "") -> None:
    """A link to something elsewhere, called by its title or its host."""
    address = f"https:{address}" if address.startswith("//") else address
    parts = _split(address)
    if parts is None or len(address) > 1000:
        body.paper.notes.append(f"address {address[:80]} cannot be linked: left out")
        return
    name = parts.path.rsplit("/", 1)[-1] if re.search(r"\.\w{2,4}$", parts.path) else ""
    body.add(
        "embed", {"url": address, "title": (title.strip() or name or parts.netloc)[:255], "description": description}
    )


def _split(address: str) -> Any:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s<>\"{}|\\^`]", address)
    return parts if good else None


HANDLERS.update(
    {
        **dict.fromkeys(HEADINGS, _heading),
        **dict.fromkeys(("ul", "ol"), _list),
        **dict.fromkeys(("img", "amp-img"), _image),
        **dict.fromkeys(("iframe", "video", "audio", "object", "embed"), _film),
        **dict.fromkeys(("bs-embed", "bs-gallery", "bs-playlist", "bs-picture"), _placed),
        "div": _group,
        "blockquote": _quote,
        "pre": _pre,
        "table": _table,
        "form": _form,
        "figure": _figure,
        "dl": _terms,
    }
)


def blocks_of(html: str, paper: Paper) -> Iterator[tuple[str, Any]]:
    """The blocks of `html`."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(b"<div>" + html.encode("utf-8", "replace") + b"</div>", parser)
    body = Body(paper)
    if root is not None:
        body.inside(root)
    body.end_text()
    yield from body.blocks
