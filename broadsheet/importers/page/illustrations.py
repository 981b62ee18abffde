"""The pictures of an HTML page: where each is found, and what the page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from broadsheet.importers.page.found import Picture

IMAGES = ("img", "amp-img")
FRAMES = ("figure", "picture")
_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-full-src", "src")
"""Where a picture's address stands: scripts that load late keep a placeholder in `src`."""
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_WIDEST = 3000
"""Pixels: of the widths that a page offers, the largest up to here is taken."""
_SMALL = 100
"""A picture that is to be shown smaller than this is an icon, or counts readers."""
_NO_ILLUSTRATION = frozenset(
    ("logo", "icon", "icons", "avatar", "gravatar", "emoji", "pixel", "tracking", "badge", "sprite", "spacer")
)
_CREDIT_MARKS = frozenset(("credit", "credits", "copyright", "copyrightholder", "photographer", "attribution"))
_CAPTION_MARKS = frozenset(("caption",))
_CREDIT_LINE = re.compile(
    r"(?:^|[\s(|–—-])(?P<label>(?:photo(?:graph)?|picture|image|foto|bild|illustration|credit)"
    r"(?:\s+(?:credit|courtesy(?:\s+of)?))?\s*(?::|\bby\b)\s*)(?P<name>(?-i:[^\Wa-z_])[^()|]{1,120}?)[\s).]*$",
    re.IGNORECASE,
)
_CREDIT_IN_BRACKETS = re.compile(r"[(\[](?P<name>[^()\[\]]*\b(?:photo|foto)\b[^()\[\]]*)[)\]][\s.]*$", re.IGNORECASE)


def is_framed(element: HtmlElement) -> bool:
    """Whether `element` is a picture, or a frame of one with its caption; a figure of words is not."""
    if element.tag in IMAGES:
        return True
    framed = element.tag in FRAMES or "wp-caption" in element.get("class", "").split()
    return framed and holds(element, *IMAGES) and not holds(element, "blockquote", "table")


def holds(element: HtmlElement, *tags: str) -> bool:
    """Whether `element` is, or has within it, an element of one of these tags."""
    return next(element.iter(*tags), None) is not None


def pictures_in(element: HtmlElement, base: str) -> Iterator[Picture]:
    """The pictures of a frame, a gallery's one by one; none for icons and where no address can be made out."""
    inner = [one for one in element.iter("figure") if one is not element]
    if inner:
        for one in inner:
            if sum(1 for _ in one.iter("figure")) == 1 and holds(one, *IMAGES):
                yield from pictures_in(one, base)
        return
    image = next(element.iter(*IMAGES))
    address = _address(element, image, base)
    if address and not _is_icon(image):
        caption, credit = _words(element)
        yield Picture(address, _line(image.get("alt", ""))[:255], caption[:400], credit[:200])


def _is_icon(image: HtmlElement) -> bool:
    marks = re.split(r"[\s_-]+", f"{image.get('class', '')} {image.get('id', '')}".lower())
    sizes = [image.get(side, "").removesuffix("px") for side in ("width", "height")]
    return bool(_NO_ILLUSTRATION & set(marks)) or any(size.isdigit() and int(size) < _SMALL for size in sizes)


def _address(frame: HtmlElement, image: HtmlElement, base: str) -> str:
    """The address of the largest size that is not too large; "" where there is none on the web."""
    sources = [image, *frame.iter("source")]
    offered = [one for source in sources for name in _SETS for one in _candidates(source.get(name, ""), base)]
    fitting = [(width, address) for width, address in offered if width <= _WIDEST]
    if fitting:
        return max(fitting)[1]
    return next((full for name in _SOURCES if (full := _complete(image.get(name, ""), base))), "")


def _candidates(srcset: str, base: str) -> Iterator[tuple[int, str]]:
    """Width and address of each candidate of a `srcset` that tells its width."""
    for address, width in re.findall(r"([^\s,]\S*[^\s,])\s+(\d{1,5})w", srcset):
        if full := _complete(address, base):
            yield int(width), full


def _complete(address: str, base: str) -> str:
    try:
        full = urljoin(base, address.strip())
        return full if address.strip() and urlsplit(full).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _words(frame: HtmlElement) -> tuple[str, str]:
    """Caption and credit. A credit that is marked as one is believed; else what looks like one ends the caption."""
    marked = next((one for one in frame.iter("*") if _marks(one) & _CREDIT_MARKS), None)
    credit = _line(marked.text_content()) if marked is not None else ""
    captions = [one for one in frame.iter("*") if one.tag == "figcaption" or (_marks(one) & _CAPTION_MARKS)]
    own = [one for one in captions if one is not frame and one is not marked]
    caption = _line(own[0].text_content()) if own else ""
    if credit:
        return _line(caption.replace(credit, " ")).rstrip(" |–—-"), _unlabelled(credit)
    return _divided(caption)


def _marks(element: HtmlElement) -> set[str]:
    return set(re.split(r"[\s_-]+", f"{element.get('class', '')} {element.get('itemprop', '')}".lower()))


def _unlabelled(credit: str) -> str:
    found = _CREDIT_LINE.search(credit)
    return found["name"] if found and not credit[: found.start()].strip() else credit.strip("()[] ")


def _divided(caption: str) -> tuple[str, str]:
    found = _CREDIT_IN_BRACKETS.search(caption) or _CREDIT_LINE.search(caption)
    return (caption[: found.start()].rstrip(" (|–—-"), _unlabelled(found["name"])) if found else (caption, "")
