"""The elements of an HTML page as pieces of text, clean and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin, urlsplit

from lxml.html import Element, HtmlElement, defs, tostring

from broadsheet.articles.plain import paragraphs
from broadsheet.importers.page.found import Picture
from broadsheet.importers.page.illustrations import IMAGES, holds, is_framed, pictures_in
from broadsheet.importers.sanitising import clean_inline, clean_paragraphs


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = (defs.block_tags - {"del", "ins"}) | _words(
    "article aside body details figure figcaption footer header hgroup main nav section summary dd dt li td th tr"
)
_SILENT = _words("script style template noscript svg math head link meta source track iframe object embed")
_CONTROLS = _words("footer form button input select textarea nav aside dialog menu audio video canvas")
_FURNITURE = _words(
    "share sharing sharedaddy social related recommended recirc newsletter subscribe signup ad ads advert advertisement"
    " promo sponsored comments comment respond reply breadcrumb breadcrumbs tags byline widget sidebar popup modal"
    " overlay cookie paywall outbrain taboola toc readmore pagination postnav footer authorbox"
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_QUOTE = 300
"""Characters up to which a block quotation is set as a pull quote; longer ones stay paragraphs."""
_KEPT = ("html", "body", "h1", "figure", "picture", "amp-img", "script", "head")
_MOST = 0.4
"""The share of a page's text from which on an element is no furniture, whatever it is called."""
_NAMED = "furniture by its name"
_NO_ADDRESS = "a picture without an address: upload it in the desk and place it there"
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Piece:
    """One block: `text` is plain, `content` what a story keeps of it; `reason` says why it is none of the story."""

    kind: str
    text: str
    content: str = ""
    reason: str = ""
    picture: Picture | None = None


def element_text(element: HtmlElement) -> str:
    """The words of `element` in one line."""
    return " ".join(paragraphs(tostring(element, encoding="unicode", with_tail=False)))


def convert(container: HtmlElement, base: str) -> list[Piece]:
    """The pieces of `container` in order; relative links are completed by `base`, or fall where it is ""."""
    for link in container.iter("a"):
        link.set("href", _complete(link.get("href", "").strip(), base))
    return list(_pieces(container, base))


def prune(root: HtmlElement) -> HtmlElement:
    """A copy of the page `root` without what is furniture by its name or kind; headlines and pictures stay."""
    copy = deepcopy(root)
    whole = len(copy.text_content())
    for element in list(copy.iter("*")):
        small = len(element.text_content()) < whole * _MOST
        if small and element.tag not in _KEPT and element.getparent() is not None and why_not(element):
            element.drop_tree()
    for element in list(copy.iter("article", "body", "center", "div", "main", "section", "td")):
        _wrap_loose(element)
    return copy


def _wrap_loose(element: HtmlElement) -> None:
    """Put the text that stands in `element` itself into paragraphs, one after every two line breaks."""
    children, run = list(element), Element("p")
    run.text, element.text = element.text, None
    element[:] = [run]
    for child in children:
        second = child.tag == "br" and len(run) > 0 and run[-1].tag == "br" and not (run[-1].tail or "").strip()
        if second or _is_block(child):
            run = Element("p")
            run.text, child.tail = child.tail, None
            element.extend([run] if second else [child, run])
        else:
            run.append(child)
    for empty in [run for run in element.findall("p") if not run.text_content().strip()]:
        element.remove(empty)


def own_texts(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each block element of `root` with the words that stand in it and in no block within it."""
    texts: dict[HtmlElement, list[str]] = {}
    for text in root.xpath("//body//text()"):
        parent = text.getparent() if text.is_text else text.getparent().getparent()
        while parent is not None and not (parent.tag in _BLOCKS or parent.tag in _SILENT):
            parent = parent.getparent()
        if parent is not None and parent.tag not in _SILENT:
            texts.setdefault(parent, []).append(text)
    return ((element, "".join(parts)) for element, parts in texts.items())


def _complete(href: str, base: str) -> str:
    try:
        full = "" if href.startswith("#") else urljoin(base, href)
        return full if urlsplit(full).scheme else ""
    except ValueError:
        return ""


def _pieces(element: HtmlElement, base: str) -> Iterator[Piece]:
    """Pieces of the blocks within `element`, and of the loose text between them."""
    loose = escape(element.text or "", quote=False)
    for child in element:
        if child.tag in _SILENT or child.tag in _CONTROLS or _is_block(child):
            yield from _paragraphs(loose)
            loose = ""
            yield from _piece(child, base)
        elif is_framed(child) or (holds(child, *IMAGES) and not element_text(child)):
            yield from _pictures(child, base)
        else:
            loose += tostring(child, encoding="unicode", with_tail=False)
        loose += escape(child.tail or "", quote=False)
    yield from _paragraphs(loose)


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS or "-" in str(element.tag) or any(inner.tag in _BLOCKS for inner in element.iter())


def _pictures(element: HtmlElement, base: str) -> Iterator[Piece]:
    """A piece for each picture; text around it goes on, since a picture in a paragraph does not divide it."""
    for one in [element] if is_framed(element) else element.iter(*IMAGES):
        for picture in pictures_in(one, base):
            yield Piece("picture", picture.caption or picture.alt, picture=picture)


def _piece(element: HtmlElement, base: str) -> Iterator[Piece]:
    reason = why_not(element)
    if is_framed(element) and reason in ("", _NO_ADDRESS):
        pictures = list(_pictures(element, base))
        text = element_text(element)
        yield from pictures or ([Piece("paragraph", text, reason=_NO_ADDRESS)] if text else [])
    elif reason and not (reason.startswith(_NAMED) and _holds_most(element)):
        if text := element_text(element):
            yield Piece("paragraph", text, reason=reason)
    elif element.tag in _HEADINGS:
        if text := element_text(element):
            yield Piece("heading", text, text)
    elif element.tag in ("ul", "ol"):
        yield from _list(element)
    elif element.tag == "blockquote" and len(element_text(element)) <= _QUOTE:
        yield from _quote(element)
    elif element.tag == "table":
        yield from _table(element, base)
    else:
        yield from _pieces(element, base)


def _holds_most(element: HtmlElement) -> bool:
    """Whether `element` is a frame around the story itself, whatever it is called."""
    whole = len(element.getroottree().getroot().text_content())
    return len(element.text_content()) >= whole * _MOST


def why_not(element: HtmlElement) -> str:
    """Why `element` is no part of the text, "" where nothing speaks against it."""
    marks = f"{element.get('class', '')} {element.get('id', '')}".lower()
    if element.tag in _SILENT:
        return "no text"
    if element.tag in _CONTROLS:
        return f"a <{element.tag}>"
    if str(element.tag).startswith("amp-") and element.tag not in IMAGES:
        return f"a <{element.tag}>"
    if element.tag == "h1":
        return "the headline"
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _UNSEEN.search(element.get("style", "")):
        return "hidden"
    if named := _FURNITURE.intersection(re.split(r"[\s_-]+", marks)):
        return f"{_NAMED} ({', '.join(sorted(named))})"
    if element.tag in ("figure", "picture", "amp-img") and not holds(element, "blockquote", "table"):
        return _NO_ADDRESS
    return "furniture by its links" if _is_links(element) else ""


def _is_links(element: HtmlElement) -> bool:
    """Whether a list or paragraph is nothing but links to other pages."""
    if element.tag not in ("ul", "ol", "p"):
        return False
    linked = sum(len(element_text(link)) for link in element.iter("a"))
    links = sum(1 for _ in element.iter("a"))
    return links > (1 if element.tag == "p" else 0) and linked > 0.8 * len(element_text(element))


def _quote(element: HtmlElement) -> Iterator[Piece]:
    """A pull quote: its words, a tab and who said them."""
    text, said = element_text(element), deepcopy(element)
    speaker = " ".join(element_text(cite) for cite in element.iter("cite", "footer"))
    for cite in list(said.iter("cite", "footer")):
        cite.drop_tree()
    if words := element_text(said):
        yield Piece("quote", text, f"{words}\t{speaker.strip('—– ')}")


def _list(element: HtmlElement) -> Iterator[Piece]:
    content = "".join(f"<li>{item}</li>" for item in map(_item, element.iter("li")) if item)
    if content:
        yield Piece("numbers" if element.tag == "ol" else "list", element_text(element), content)


def _item(element: HtmlElement) -> str:
    """What the item itself says; lists within it give their own items."""
    alone = deepcopy(element)
    for inner in list(alone.iter("ul", "ol")):
        inner.drop_tree()
    return clean_inline(tostring(alone, encoding="unicode", with_tail=False).replace("</p>", "</p> "))


def _table(element: HtmlElement, base: str) -> Iterator[Piece]:
    """A table as tab-separated lines; a table that only arranges the page as what is in it."""
    rows = [[element_text(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")]
    if any(element.iter("p", "div")) or max(map(len, rows), default=0) < 2:
        yield from _pieces(element, base)
    else:
        lines = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
        yield Piece("table", lines, lines)


def _paragraphs(html: str) -> Iterator[Piece]:
    for part in clean_paragraphs(html):
        if text := " ".join(paragraphs(part)):
            yield Piece("paragraph", text, part)
