"""The story in an HTML page.

trafilatura finds where the text stands; the words themselves are taken from the page's own elements, since an extractor
may join, trim or re-space them. The text is the smallest element that holds nearly all of what trafilatura found, from
the first paragraph to the last that it found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.page.conversion import Piece, convert, element_text, own_texts, prune, why_not
from broadsheet.importers.page.found import Block, Dropped, Found, Picture
from broadsheet.importers.page.furniture import ends_the_story, is_furniture
from broadsheet.importers.page.illustrations import is_framed, pictures_in
from broadsheet.importers.page.lines import byline, is_stamp
from broadsheet.importers.page.metadata import Metadata, read_metadata

_NEARLY = 0.85
_STANDFIRST = frozenset(("standfirst", "subtitle", "subheadline", "subhead", "dek", "deck", "sub-title", "tagline"))
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|main|div|h1|p)\b[^>]*>", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether `text` is HTML rather than the words of a page."""
    return bool(_MARKUP.search(text[:8192]))


def read_markup(text: str, url: str = "") -> Found:
    """The story in the HTML `text` of the page at `url` ("" for a file). CannotImportError where there is none."""
    root = _parse(text)
    meta = read_metadata(root, url)
    kept = _located(root)
    container = _container(root, kept)
    if container is None:
        raise CannotImportError("no story was found: the page has no paragraphs of text that belong together.")
    found = Found(
        headline=_headline(root, meta),
        published_at=meta.published_at,
        authors=meta.authors,
        canonical_url=meta.canonical_url,
    )
    if not found.headline:
        raise CannotImportError("no story was found: the page has no headline.")
    found.standfirst = _standfirst(root, meta, found.headline)
    base = url or meta.canonical_url
    _fill(found, convert(container, base), kept)
    if not any(picture.place == 0 for picture in found.pictures):
        found.pictures[:0] = _picture_above(container, base)
    return found


def _picture_above(container: HtmlElement, base: str) -> list[Picture]:
    """The picture that the page sets above its text, outside the element that holds the text; one at most."""
    frame = next(container.iterancestors("article", "main"), None)
    for element in frame.iter("figure", "picture", "div", "img") if frame is not None else ():
        if element is container:
            break
        fit = is_framed(element) and not any(map(why_not, _between(element, frame)))
        if above := list(pictures_in(element, base)) if fit else []:
            return above[:1]
    return []


def _between(element: HtmlElement, frame: HtmlElement) -> Iterator[HtmlElement]:
    """The ancestors of `element` that lie within `frame`."""
    return takewhile(lambda one: one is not frame, element.iterancestors())


def _parse(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        raise CannotImportError("no story was found: the page holds no HTML that can be read.") from None


def _key(text: str) -> str:
    """`text` as it is compared: letters and figures alone."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _located(root: HtmlElement) -> str:
    """The keys of all that trafilatura takes for the story, joined; "" where it finds nothing."""
    from trafilatura import bare_extraction  # 40 MB that only this command needs

    for precise in (True, False):
        document = bare_extraction(
            prune(root), favor_precision=precise, favor_recall=not precise, include_comments=False, include_tables=True
        )
        body = getattr(document, "body", None)
        if body is not None and (key := _key("".join(body.itertext()))):
            return key
    return ""


def _container(root: HtmlElement, kept: str) -> HtmlElement | None:
    """The smallest element that holds nearly all of the text in `kept`."""
    weights: Counter[HtmlElement] = Counter()
    total = 0
    for element, text in own_texts(root):
        key = _key(text)
        if len(key) >= 20 and key in kept:
            total += len(key)
            weights.update(dict.fromkeys([element, *element.iterancestors()], len(key)))
    heavy = [element for element, weight in weights.items() if weight >= total * _NEARLY]
    return max(heavy, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _headline(root: HtmlElement, meta: Metadata) -> str:
    """The page's own first heading, since it has the quotation marks that readers see; else what the head says."""
    headings = [text for element in root.iter("h1") if (text := element_text(element))]
    for heading in headings:
        key = _key(heading)
        if not meta.headline or key == _key(meta.headline) or (len(key) > 10 and key in _key(meta.headline)):
            return heading
    titles = [meta.headline, *(element_text(element) for element in root.iter("title"))]
    title = next((title for title in titles if title), "")
    return headings[0] if len(headings) == 1 and not meta.headline else re.split(r"\s[|–—-]\s(?=[^|–—-]*$)", title)[0]


def _standfirst(root: HtmlElement, meta: Metadata, headline: str) -> str:
    """The line that the page marks as one, "" where it marks none."""
    for element in root.iter("p", "h2", "h3", "div", "span"):
        marks = {*element.get("class", "").lower().split(), element.get("itemprop", "").lower()}
        tokens = {token for mark in marks for token in (mark, *re.split(r"__|--|_|-(?=[a-z]+$)", mark))}
        if tokens & _STANDFIRST or "alternativeheadline" in marks:
            text = element_text(element)
            if text and len(text) <= 400 and _key(text) != _key(headline):
                return text
    return meta.standfirst if len(meta.standfirst) <= 400 else ""


def _fill(found: Found, pieces: list[Piece], kept: str) -> None:
    """Take the text out of `pieces` into `found`: from the first to the last that is in `kept`."""
    known = {_key(found.headline), _key(found.standfirst)} - {""}
    end = next((n for n, piece in enumerate(pieces) if not piece.reason and ends_the_story(piece.text)), len(pieces))
    matched = [n for n, piece in enumerate(pieces[:end]) if _is_text(piece, known) and _key(piece.text) in kept]
    if not matched:
        raise CannotImportError("no story was found: the page has no paragraphs of text that belong together.")
    for n, piece in enumerate(pieces):
        if piece.picture and n <= matched[-1]:
            found.pictures.append(replace(piece.picture, place=len(found.blocks)))
            continue
        reason = piece.reason or _reason(piece, n, (matched[0], matched[-1], end), known)
        if reason or piece.picture:
            found.dropped.append(Dropped(piece.text, reason))
        else:
            found.blocks.append(Block(piece.kind, piece.content))
    while found.blocks and found.blocks[-1].kind == "heading":
        found.dropped.append(Dropped(found.blocks.pop().content, "a heading with no text beneath it"))


def _is_text(piece: Piece, known: set[str]) -> bool:
    return (
        not piece.reason
        and piece.kind not in ("heading", "picture")
        and _key(piece.text) not in known
        and bool(_key(piece.text))
    )


def _reason(piece: Piece, n: int, bounds: tuple[int, int, int], known: set[str]) -> str:
    first, last, end = bounds
    if n >= end:
        return "after the line that ends the story"
    if not first <= n <= last:
        return "outside the text"
    if _key(piece.text) in known:
        return "the headline or the standfirst once more"
    if byline(piece.text) or is_stamp(piece.text) or is_furniture(piece.text):
        return "a label"
    return ""
