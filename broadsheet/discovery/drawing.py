"""Share pictures: a nameplate and a headline, drawn in the paper's dress for stories that have no picture.

The typeface is Newsreader SemiBold (SIL Open Font License, see data/). Text with a character that it lacks is not drawn
at all: columns of grey lines, as of a page seen from afar, stand in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
PAPER, INK, GREY, RULE = "#fcfaf5", "#1a1917", "#dcd8cf", "#8d887d"
HEADLINE_SIZES = range(96, 28, -4)
LEADING = 1.1
MEASURE = 100
"""The size at which characters are measured."""
ROUNDING = 1.02
"""At small sizes characters are set a little wider, on whole pixels."""
UNBROKEN = 60
"""Sizes below it are for much text, not for one long word."""
DRAWING = 1
"""Raised with every change of the drawing, so that addresses change with it."""

_FONT = Path(__file__).parent / "data" / "newsreader-semibold.ttf"
_NO_CHARACTER = "\U0010ffff"

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Card:
    """What a share picture shows."""

    nameplate: str
    accent: str
    section: str = ""
    headline: str = ""

    @property
    def version(self) -> str:
        """Changes with anything that the picture shows."""
        return sha256(repr((DRAWING, astuple(self))).encode("utf-8", "replace")).hexdigest()[:16]

    def png(self) -> bytes:
        """The picture."""
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 0, WIDTH, 13), self.accent)
        if self.headline:
            _draw_story(pen, self)
        else:
            _draw_paper(pen, self)
        data = BytesIO()
        image.quantize(128, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
        return data.getvalue()


def _draw_story(pen: ImageDraw.ImageDraw, card: Card) -> None:
    _draw_line(pen, card.nameplate, 70, 46)
    pen.line((MARGIN, 122, WIDTH - MARGIN, 122), RULE, 1)
    pen.line((MARGIN, 127, WIDTH - MARGIN, 127), INK, 3)
    top = 166
    if card.section and drawable(card.section):
        pen.text((MARGIN, top), card.section, card.accent, _font(34))
        top += 58
    _draw_headline(pen, card.headline, (MARGIN, top, WIDTH - MARGIN, HEIGHT - 44))


def _draw_paper(pen: ImageDraw.ImageDraw, card: Card) -> None:
    if not drawable(card.nameplate):
        _draw_columns(pen, (MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN))
        return
    _draw_line(pen, card.nameplate, 308, 116)
    for offset, colour, width in ((206, INK, 3), (212, RULE, 1), (418, RULE, 1), (424, INK, 3)):
        pen.line((MARGIN, offset, WIDTH - MARGIN, offset), colour, width)


def _draw_line(pen: ImageDraw.ImageDraw, text: str, middle: int, size: int) -> None:
    """One centred line, smaller where it would not fit."""
    if drawable(text):
        size = min(size, max(12, int(size * (WIDTH - 2 * MARGIN) / length(text, size))))
        pen.text((WIDTH / 2, middle), text, INK, _font(size), anchor="mm")


def _draw_headline(pen: ImageDraw.ImageDraw, text: str, box: Box) -> None:
    left, top, right, bottom = box
    if not drawable(text):
        _draw_columns(pen, box)
        return
    size, lines = _set(text, right - left, bottom - top)
    for number, line in enumerate(lines[: int((bottom - top) / (size * LEADING))]):
        pen.text((left, top + number * size * LEADING), line, INK, _font(size))


def _draw_columns(pen: ImageDraw.ImageDraw, box: Box) -> None:
    """Three columns of grey lines."""
    left, top, right, bottom = box
    width = (right - left - 80) // 3
    for column in range(3):
        start = left + column * (width + 40)
        for row, line in enumerate(range(top, bottom - 12, 26)):
            short = width // 3 if row % 6 == 5 else 0
            pen.rectangle((start, line, start + width - short, line + 10), GREY)


def _set(text: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest size at which `text` fits, without a broken word if that takes no small type; and the lines."""
    for size in HEADLINE_SIZES:
        lines = balanced(text, size, width)
        whole = widest_word(text, size) <= width or size < UNBROKEN
        if whole and len(lines) * size * LEADING <= height:
            break
    return size, lines


def balanced(text: str, size: int, width: int) -> list[str]:
    """`text` in as few lines as `width` allows, the lines as even as they can be."""
    lines = wrapped(text, size, width)
    narrowest = int(max(width / 2, widest_word(text, size)))
    for narrower in range(width - 40, narrowest, -40):
        even = wrapped(text, size, narrower)
        if len(even) > len(lines):
            break
        lines = even
    return lines


def wrapped(text: str, size: int, width: int) -> list[str]:
    """`text` in lines no wider than `width`, broken between words; a word wider than that within it."""
    lines, room = [""], float(width)
    for word in text.split():
        needed = length(word, size)
        if lines[-1] and needed + length(" ", size) <= room:
            lines[-1] += f" {word}"
            room -= needed + length(" ", size)
        else:
            parts = list(_parts(word, size, width))
            lines += parts
            room = width - length(parts[-1], size)
    return [line for line in lines if line]


def _parts(word: str, size: int, width: int) -> Iterator[str]:
    start, used = 0, 0.0
    for end, character in enumerate(word):
        advance = length(character, size)
        if used + advance > width and end > start:
            yield word[start:end]
            start, used = end, 0.0
        used += advance
    yield word[start:]


def widest_word(text: str, size: int) -> float:
    """Width of the widest word of `text`."""
    return max((length(word, size) for word in text.split()), default=0)


def length(text: str, size: int) -> float:
    """Width of `text`, its characters measured one by one, so that a long text costs no more than its length."""
    return sum(_advance(character) for character in text) * size / MEASURE * ROUNDING


@lru_cache(4096)
def _advance(character: str) -> float:
    return _font(MEASURE).getlength(character)


def drawable(text: str) -> bool:
    """Whether the typeface has every character of `text`."""
    return all(_has(character) for character in set(text) if not character.isspace())


@lru_cache(4096)
def _has(character: str) -> bool:
    font = _font(40)
    return font.getmask(character).getbbox() is not None and bytes(font.getmask(character)) != bytes(
        font.getmask(_NO_CHARACTER)
    )


@lru_cache(64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)


def plain(text: str) -> str:
    """`text` as the drawing takes it: composed, with single spaces."""
    return " ".join(normalize("NFC", text).split())
