"""A small printing press: flat inks, halftone screens, hand-cut edges and paper grain, with Pillow alone.

A `Sheet` is printed ink by ink. Coordinates are millimetres of a sheet 150 wide and 100 high (portraits: 100 square).
Each ink is drawn on a plate of twice the size of the print, so that its edges come out smooth. Everything that looks
like chance comes from seeds: the same drawing twice gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
WIDTH, HEIGHT, SQUARE = 1600, 1067, 800
DOT = 20
"""Distance of halftone dots, in pixels of a plate."""
SPARE = 240
"""By how many pixels the pattern of wear is larger than a sheet."""

PAPER, CREAM, FOG = "#f3ead8", "#faf3e3", "#dfe3da"
INK, NAVY, SLATE = "#1d2730", "#24405a", "#5b7383"
RED, ROSE, OCHRE, GOLD = "#c9432d", "#e5a68c", "#d9922e", "#f0c261"
TEAL, SEA, MINT, MOSS, LEAF = "#1f5a60", "#4f8f91", "#a9cbc0", "#4b6144", "#8a9f58"
BRICK, PLUM, SKY = "#9a4a36", "#5a3850", "#b9d3d6"


class Plate:
    """What one ink prints: white is ink. Shapes may also cut ink away again (`ink=0`)."""

    def __init__(self, size: tuple[int, int], scale: float) -> None:
        self.mask = Image.new("L", size, 0)
        self.scale = scale
        self._draw = ImageDraw.Draw(self.mask)
        self._left, self._top, self._right, self._bottom = *map(float, size), 0.0, 0.0

    def bounds(self) -> tuple[int, int, int, int] | None:
        """A box of even pixels that holds all ink, None where there is none; cheaper than looking at the mask."""
        width, height = self.mask.size
        left, top = max(0, int(self._left) // 2 * 2 - 2), max(0, int(self._top) // 2 * 2 - 2)
        right, bottom = min(width, int(self._right) // 2 * 2 + 4), min(height, int(self._bottom) // 2 * 2 + 4)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _px(self, points: Iterable[Point], margin: float = 0) -> list[Point]:
        """`points` in pixels; remembers how far the ink reaches."""
        pixels = [(x * self.scale, y * self.scale) for x, y in points]
        margin *= self.scale
        self._left = min(self._left, *(x - margin for x, _ in pixels))
        self._top = min(self._top, *(y - margin for _, y in pixels))
        self._right = max(self._right, *(x + margin for x, _ in pixels))
        self._bottom = max(self._bottom, *(y + margin for _, y in pixels))
        return pixels

    def polygon(self, *points: Point, ink: int = 255) -> None:
        self._draw.polygon(self._px(points), fill=ink)

    def rect(self, x: float, y: float, width: float, height: float, ink: int = 255) -> None:
        (a, b), (c, d) = self._px([(x, y), (x + width, y + height)])
        self._draw.rectangle((a, b, c - 1, d - 1), fill=ink)

    def oval(self, x: float, y: float, rx: float, ry: float | None = None, ink: int = 255) -> None:
        """An ellipse about (x, y)."""
        ry = rx if ry is None else ry
        self._draw.ellipse(self._px([(x - rx, y - ry), (x + rx, y + ry)]), fill=ink)

    def ring(self, x: float, y: float, r: float, width: float, ink: int = 255) -> None:
        """A circle's outline, `width` thick inwards."""
        box = self._px([(x - r, y - r), (x + r, y + r)])
        self._draw.ellipse(box, outline=ink, width=round(width * self.scale))

    def arc(
        self, x: float, y: float, rx: float, ry: float, start: float, end: float, width: float, ink: int = 255
    ) -> None:
        box = self._px([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.arc(box, start, end, fill=ink, width=round(width * self.scale))

    def pie(self, x: float, y: float, r: float, start: float, end: float, ink: int = 255) -> None:
        self._draw.pieslice(self._px([(x - r, y - r), (x + r, y + r)]), start, end, fill=ink)

    def line(self, *points: Point, width: float = 0.5, ink: int = 255) -> None:
        self._draw.line(self._px(points, width), fill=ink, width=max(1, round(width * self.scale)), joint="curve")

    def round(self, x: float, y: float, width: float, height: float, r: float, ink: int = 255) -> None:
        """A rectangle with rounded corners."""
        box = self._px([(x, y), (x + width, y + height)])
        self._draw.rounded_rectangle(box, r * self.scale, fill=ink)

    def within(self, other: Plate) -> None:
        """Keep only the ink that `other` prints too."""
        self.mask.paste(ImageChops.darker(self.mask, other.mask))

    def screen(self, top: float, bottom: float, y0: float = 0, y1: float = 100) -> None:
        """Turn the ink into halftone dots, from a share `top` of full tone at y0 to `bottom` at y1."""
        self._screened(_ramp(self.mask.height, top, bottom, y0 * self.scale, y1 * self.scale))

    def screen_across(self, left: float, right: float, x0: float = 0, x1: float = 150) -> None:
        """As `screen`, from left to right."""
        ramp = _ramp(self.mask.width, left, right, x0 * self.scale, x1 * self.scale)
        self._screened(ramp.transpose(Image.Transpose.TRANSPOSE))

    def _screened(self, ramp: Image.Image) -> None:
        """Screen what is inked by `ramp`, a gradient one pixel wide or one pixel high."""
        box = self.bounds()
        if not box:
            return
        upright = ramp.width == 1
        part = ramp.crop((0, box[1], 1, box[3]) if upright else (box[0], 0, box[2], 1))
        tone = part.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.NEAREST)
        dots = ImageChops.subtract(tone, _dots(self.mask.size).crop(box)).point([min(255, v * 9) for v in range(256)])
        self.mask.paste(ImageChops.darker(self.mask.crop(box), dots), box[:2])


class Sheet:
    """Paper in the press."""

    def __init__(self, paper: str = PAPER, size: tuple[int, int] = (WIDTH, HEIGHT), seed: int = 1) -> None:
        self.print = Image.new("RGB", size, paper)
        self.random = Random(seed)  # noqa: S311 - for looks only
        self._plates = 0
        self._scale = 2 * size[0] / (150 if size[0] > size[1] else 100)

    @contextmanager
    def ink(self, colour: str, *, over: bool = False) -> Iterator[Plate]:
        """A plate to draw on, printed at the end of the block; `over` lets what is beneath shine through."""
        width, height = self.print.size
        plate = Plate((2 * width, 2 * height), self._scale)
        yield plate
        self._plates += 1
        inked = plate.bounds()
        if inked:
            self._press(plate, colour, over, inked)

    def wash(self, colour: str, height: float, down: Sequence[float] = (), across: Sequence[float] = ()) -> None:
        """A band of ink from the top down to `height`; `down` and `across` are what the two ways of screening take."""
        with self.ink(colour) as plate:
            plate.rect(0, 0, 150, height)
            if down:
                plate.screen(*down)
            if across:
                plate.screen_across(*across)

    def _press(self, plate: Plate, colour: str, over: bool, inked: tuple[int, int, int, int]) -> None:
        """Print the part of the plate that lies in the box `inked`."""
        mask = plate.mask.crop(inked).reduce(2)
        box = (inked[0] // 2, inked[1] // 2, inked[2] // 2, inked[3] // 2)
        mask = ImageChops.multiply(mask, _wear(self.print.size, self._plates, box))
        ink = Image.new("RGB", mask.size, colour)
        self.print.paste(ImageChops.multiply(self.print.crop(box), ink) if over else ink, box[:2], mask)

    def pull(self) -> Image.Image:
        """The finished print, with the grain of its paper."""
        return ImageChops.overlay(self.print, _grain(self.print.size))

    def cut(self, *points: Point, amount: float = 0.35, step: float = 3, closed: bool = True) -> list[Point]:
        """`points` joined by edges that a knife might have cut: broken into short steps, each a little astray."""
        result: list[Point] = []
        ends = [*points[1:], points[0]] if closed else points[1:]
        for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
            steps = max(1, round(math.hypot(x1 - x0, y1 - y0) / step))
            for i in range(steps):
                stray = (self.random.uniform(-amount, amount), self.random.uniform(-amount, amount)) if i else (0, 0)
                result.append((x0 + (x1 - x0) * i / steps + stray[0], y0 + (y1 - y0) * i / steps + stray[1]))
        return result if closed else [*result, points[-1]]


def ridge(points: Iterable[Point], floor: float = 101) -> list[Point]:
    """A smooth hill line through `points` (left to right), closed along `floor`."""
    line = list(curve(list(points)))
    return [*line, (line[-1][0], floor), (line[0][0], floor)]


def curve(points: Sequence[Point], steps: int = 12) -> Iterator[Point]:
    """A smooth line through `points` (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for i in range(steps):
            t = i / steps
            yield (_spline(t, p0[0], p1[0], p2[0], p3[0]), _spline(t, p0[1], p1[1], p2[1], p3[1]))
    yield points[-1]


def _spline(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def wave(y: float, swell: float, length: float, phase: float = 0, left: float = -5, right: float = 155) -> list[Point]:
    """A line of waves from `left` to `right` about the height `y`."""
    count = int((right - left) / 1.5) + 1
    return [
        (left + i * 1.5, y + swell * math.sin((left + i * 1.5 + phase) * 2 * math.pi / length))
        for i in range(count + 1)
    ]


def _ramp(length: int, start: float, end: float, low: float, high: float) -> Image.Image:
    """A gradient one pixel wide: tone `start` down to the pixel `low`, then on to `end` at `high`."""
    strip = Image.new("L", (1, length))
    span = max(1.0, high - low)
    strip.putdata([round(255 * (start + (end - start) * min(1, max(0, (i - low) / span)))) for i in range(length)])
    return strip


@cache
def _dots(size: tuple[int, int]) -> Image.Image:
    """A halftone screen at 45 degrees: thresholds from 0 in the middle of a dot to 255 between dots."""
    tile = Image.new("L", (DOT, DOT))
    turn = 2 * math.pi / DOT
    tile.putdata(
        [round(255 * (0.5 - (math.cos(x * turn) + math.cos(y * turn)) / 4)) for y in range(DOT) for x in range(DOT)]
    )
    side = int(math.hypot(*size)) + 2 * DOT
    flat = _tiled(tile, (side, side)).rotate(45, Image.Resampling.BILINEAR)
    return flat.crop(((side - size[0]) // 2, (side - size[1]) // 2, (side + size[0]) // 2, (side + size[1]) // 2))


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size)
    for x in range(0, size[0], tile.width):
        sheet.paste(tile, (x, 0))
    row = sheet.crop((0, 0, size[0], tile.height))
    for y in range(0, size[1], tile.height):
        sheet.paste(row, (0, y))
    return sheet


@cache
def _noise(size: tuple[int, int], seed: int) -> Image.Image:
    return Image.frombytes("L", size, Random(seed).randbytes(size[0] * size[1]))  # noqa: S311 - for looks only


@cache
def _grain(size: tuple[int, int]) -> Image.Image:
    """Paper grain for an overlay: a fine and a coarse noise about middle grey."""
    fine = _noise(size, 7).filter(ImageFilter.BoxBlur(1)).point(lambda v: 128 + (v - 128) * 0.32)
    coarse = _noise((size[0] // 5, size[1] // 5), 8).resize(size, Image.Resampling.BICUBIC)
    soft = coarse.point(lambda v: 128 + (v - 128) * 0.08)
    return Image.merge("RGB", [ImageChops.add(fine, soft, 1, -128)] * 3)


@cache
def _worn(size: tuple[int, int]) -> Image.Image:
    """Where a plate prints: nearly everywhere, with pinholes and faint blotches."""
    holes = _noise(size, 9).filter(ImageFilter.BoxBlur(1)).point(lambda v: 140 if v < 62 else 255)
    blotch = _noise((size[0] // 12, size[1] // 12), 10).resize(size, Image.Resampling.BICUBIC)
    return ImageChops.darker(holes, blotch.point(lambda v: min(255, 236 + v // 3)))


def _wear(size: tuple[int, int], number: int, box: tuple[int, int, int, int]) -> Image.Image:
    """The wear of a plate within `box`: a piece of one larger pattern, another for each plate."""
    x, y = number * 137 % SPARE, number * 211 % SPARE
    return _worn((size[0] + SPARE, size[1] + SPARE)).crop((box[0] + x, box[1] + y, box[2] + x, box[3] + y))
