"""Illustrations of the valley and its roads, rails, fields and fair."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    BRICK,
    CREAM,
    GOLD,
    INK,
    LEAF,
    MINT,
    MOSS,
    OCHRE,
    PLUM,
    RED,
    ROSE,
    SEA,
    SKY,
    SLATE,
    TEAL,
    Sheet,
    curve,
    ridge,
)


def rail_yard() -> Image.Image:
    """Tracks running together towards a low sun, a signal beside them."""
    sheet = Sheet("#f1dcb6", seed=51)
    sheet.wash(ROSE, 50, down=(0.9, 0.0, 0, 46))
    with sheet.ink(RED) as plate:
        plate.oval(62, 44, 17)
    with sheet.ink(SLATE) as plate:
        plate.polygon(*ridge([(-5, 42), (20, 36), (44, 43), (80, 44), (106, 36), (130, 40), (156, 33)], 52))
    with sheet.ink(BRICK) as plate:
        plate.rect(0, 48, 150, 54)
    with sheet.ink(PLUM) as plate:
        plate.rect(0, 48, 150, 54)
        plate.screen(0.15, 0.9, 48, 101)
    feet = (-60, -8, 44, 96, 160, 230)
    with sheet.ink(INK) as plate:
        for foot in feet:
            for i in range(1, 19):
                depth = (i / 18) ** 2.1
                x = 62 + (foot - 62) * depth
                plate.rect(x - 21 * depth - 0.4, 48 + 53 * depth, 42 * depth + 0.8, 0.4 + 2.4 * depth)
    with sheet.ink(GOLD) as plate:
        for foot in feet:
            for side in (-13, 13):
                plate.polygon((62, 48), (foot + side + 1, 101), (foot + side - 1, 101))
    _signal(sheet)
    with sheet.ink(INK) as plate:
        plate.rect(0, 45, 30, 4)
        for x in (1, 11, 21):
            plate.rect(x, 35, 8.6, 10)
            plate.oval(x + 2, 48, 1.6)
            plate.oval(x + 6.6, 48, 1.6)
    return sheet.pull()


def _signal(sheet: Sheet) -> None:
    with sheet.ink(INK) as plate:
        plate.rect(117.4, 14, 2.6, 82)
        plate.round(113, 10, 11.4, 27, 4)
        plate.rect(111, 92, 15, 5)
        for y in range(44, 92, 7):
            plate.rect(120, y, 5, 0.7)
        plate.rect(124.6, 42, 0.8, 52)
    with sheet.ink(MINT) as plate:
        plate.oval(118.7, 30, 3.7)
    with sheet.ink(BRICK) as plate:
        plate.oval(118.7, 17, 3.7)


def school_bus() -> Image.Image:
    """A yellow bus on a hill road between round trees."""
    sheet = Sheet("#dbe6df", seed=52)
    sheet.wash(SKY, 70, down=(0.9, 0.0, 0, 60))
    with sheet.ink(CREAM) as plate:
        for x, y, r in ((26, 18, 6), (34, 15, 8), (43, 18, 6), (112, 12, 5), (120, 10, 7), (129, 13, 5)):
            plate.oval(x, y, r, r * 0.7)
    for points, colour in (
        ([(-5, 52), (30, 40), (62, 50), (100, 36), (156, 48)], MINT),
        ([(-5, 62), (24, 58), (66, 46), (110, 56), (156, 44)], SEA),
        ([(-5, 70), (40, 72), (80, 66), (120, 68), (156, 60)], MOSS),
    ):
        with sheet.ink(colour) as plate:
            plate.polygon(*ridge(points))
    with sheet.ink(INK) as plate:
        plate.polygon(*ridge([(-5, 89), (50, 86), (100, 85), (156, 81)]))
    with sheet.ink(LEAF) as plate:
        for x, y, r in ((12, 58, 12), (140, 46, 13), (126, 54, 8)):
            plate.oval(x, y, r)
    with sheet.ink(TEAL) as plate:
        for x, y, r in ((12, 58, 12), (140, 46, 13), (126, 54, 8)):
            plate.oval(x, y, r)
        plate.screen_across(0.1, 0.7, 0, 24)
    with sheet.ink(INK) as plate:
        for x, y, foot in ((12, 60, 88), (140, 50, 84), (126, 56, 84)):
            plate.rect(x - 0.7, y, 1.4, foot - y)
            plate.line((x, y + 8), (x + 4, y + 2), width=0.8)
    _yellow_bus(sheet)
    with sheet.ink(CREAM) as plate:
        for x in (6, 44, 82, 120):
            plate.polygon(
                (x, 96.4 - x * 0.02), (x + 16, 96 - x * 0.02), (x + 16, 97.2 - x * 0.02), (x, 97.6 - x * 0.02)
            )
    return sheet.pull()


def _yellow_bus(sheet: Sheet) -> None:
    with sheet.ink(GOLD) as plate:
        plate.round(32, 47, 66, 36, 4)
        plate.round(92, 62, 22, 21, 3)
    with sheet.ink(OCHRE) as plate:
        plate.round(32, 47, 82, 36, 4)
        plate.polygon((98.2, 40), (116, 40), (116, 62), (98.2, 62), ink=0)
        plate.screen(0.0, 0.75, 58, 86)
    with sheet.ink(SKY) as plate:
        for i in range(4):
            plate.round(36 + i * 12.4, 52, 10.4, 11, 1.2)
        plate.polygon((87, 52), (97, 52), (99, 63), (87, 63))
    children = (
        (41, "#8d5a3c", INK),
        (53.6, "#eabf9f", RED),
        (66, "#5f3b2a", INK),
        (78.4, "#c98f66", PLUM),
        (92, "#e8bb9b", SLATE),
    )
    for x, skin, hair in children:
        with sheet.ink(hair) as plate:
            plate.pie(x, 58, 3.6, 180, 360)
            plate.rect(x - 3.6, 57.8, 7.2, 2.4)
        with sheet.ink(skin) as plate:
            plate.oval(x, 59.4, 2.7, 3.4)
            plate.polygon((x - 2.7, 61), (x + 2.7, 61), (x + 2.7, 63), (x - 2.7, 63))
    with sheet.ink(INK) as plate:
        plate.rect(32, 66, 66, 1)
        plate.rect(32, 71, 80, 0.8)
        for x in (50, 98):
            plate.oval(x, 83.4, 7.4)
        plate.rect(112, 78, 4, 3)
    with sheet.ink(CREAM) as plate:
        for x in (50, 98):
            plate.oval(x, 83.4, 3)
        plate.oval(112, 70, 1.7)
    with sheet.ink(RED) as plate:
        plate.round(34, 44.8, 5, 2.4, 1)
        plate.round(90, 44.8, 5, 2.4, 1)
        plate.polygon((28, 60), (24, 62), (24, 66), (28, 68), (32, 66), (32, 62))


def fields() -> Image.Image:
    """Ploughed and sown strips under a wide evening sky."""
    sheet = Sheet("#f3dcb2", seed=53)
    sheet.wash(ROSE, 46, down=(0.95, 0.0, 0, 44))
    with sheet.ink(CREAM) as plate:
        plate.oval(108, 27, 12)
    with sheet.ink(SLATE) as plate:
        plate.polygon(*ridge([(-5, 38), (30, 30), (70, 38), (110, 33), (156, 37)], 60))
    strips = (
        (-210, LEAF),
        (-120, OCHRE),
        (-50, MOSS),
        (10, GOLD),
        (62, LEAF),
        (110, BRICK),
        (176, MOSS),
        (250, OCHRE),
        (360, TEAL),
    )
    for (left, colour), (right, _) in pairwise(strips):
        with sheet.ink(colour) as plate:
            plate.polygon((_far(left), 42), (_far(right), 42), (right, 101), (left, 101))
    with sheet.ink(INK) as plate:
        for left, right, colour in ((-120, -50, OCHRE), (62, 110, LEAF), (110, 176, BRICK)):
            for i in range(1, 9):
                x = left + (right - left) * i / 9
                plate.line((_far(x), 42), (x, 101), width=0.3 if colour != BRICK else 0.7)
        plate.rect(0, 41.4, 150, 0.7)
    with sheet.ink(INK) as plate:
        for x, y, r in ((22, 36, 5), (28, 38, 4), (128, 37, 4)):
            plate.oval(x, y, r, r * 1.2)
            plate.rect(x - 0.4, y, 0.8, 6)
        plate.polygon((42, 41.6), (42, 36), (47, 32), (52, 36), (52, 41.6))
    with sheet.ink(RED) as plate:
        plate.polygon((41, 36.4), (47, 31.4), (53, 36.4))
    return sheet.pull()


def _far(x: float) -> float:
    return 75 + (x - 75) * 0.22


def wheel() -> Image.Image:
    """A Ferris wheel at dusk above striped tents."""
    sheet = Sheet(PLUM, seed=54)
    sheet.wash(RED, 101, down=(0.0, 0.75, 20, 96))
    with sheet.ink(GOLD) as plate:
        plate.ring(82, 43, 38, 1.3)
        plate.ring(82, 43, 32, 0.7)
        for i in range(12):
            a = i * math.pi / 6
            plate.line((82, 43), (82 + 37 * math.cos(a), 43 + 37 * math.sin(a)), width=0.6)
        plate.oval(82, 43, 4)
    with sheet.ink(INK) as plate:
        plate.line((82, 43), (64, 98), width=1.8)
        plate.line((82, 43), (100, 98), width=1.8)
        plate.line((71, 76), (93, 76), width=1)
    for i in range(12):
        x, y = 82 + 38 * math.cos(i * math.pi / 6), 43 + 38 * math.sin(i * math.pi / 6)
        with sheet.ink((CREAM, MINT, OCHRE)[i % 3]) as plate:
            plate.pie(x, y + 2, 4.2, 0, 180)
            plate.pie(x, y - 0.6, 4.2, 180, 360)
            plate.rect(x - 0.4, y - 1, 0.8, 4)
    _tents(sheet, [(8, 76, 20), (128, 72, 22), (44, 84, 14), (94, 87, 11)])
    with sheet.ink(INK) as plate:
        plate.polygon(*ridge([(-5, 97), (40, 95), (90, 97), (156, 94)]))
    return sheet.pull()


def _tents(sheet: Sheet, tents: list[tuple[float, float, float]]) -> None:
    with sheet.ink(CREAM) as plate:
        for x, y, half in tents:
            plate.polygon((x, y - half * 0.9), (x + half, y), (x - half, y))
            plate.rect(x - half * 0.9, y, half * 1.8, 40)
    with sheet.ink(RED) as plate:
        for x, y, half in tents:
            for i in (-0.9, -0.18, 0.54):
                plate.polygon((x, y - half * 0.9), (x + half * (i + 0.4), y), (x + half * i, y))
                plate.rect(x + half * i, y, half * 0.36, 40)
            plate.polygon((x, y - half * 0.9 - 4), (x + 5, y - half * 0.9 - 2.6), (x, y - half * 0.9 - 1))
    with sheet.ink(INK) as plate:
        for x, y, half in tents:
            plate.rect(x - 0.25, y - half * 0.9 - 4.4, 0.5, 5)
            plate.polygon((x - half * 0.24, 101), (x, y + half * 0.3), (x + half * 0.24, 101))


def apples() -> Image.Image:
    """Apples in a crate, seen from above."""
    sheet = Sheet("#c79457", seed=55)
    sheet.wash(INK, 101, down=(0.25, 0.6))
    spots = [(x * 21 + (y % 2) * 10.5 - 6, y * 18 + 4) for y in range(7) for x in range(9)]
    for i, colour in enumerate((RED, LEAF, GOLD)):
        mine = [s for n, s in enumerate(spots) if (n * 5 + n // 4) % 3 == i]
        with sheet.ink(INK) as plate:
            for x, y in mine:
                plate.oval(x + 1.4, y + 1.6, 11)
        with sheet.ink(colour) as plate:
            for x, y in mine:
                plate.oval(x, y, 10.6)
        with sheet.ink(BRICK) as plate:
            for x, y in mine:
                plate.pie(x, y, 10.6, -30, 120)
                plate.oval(x - 2.6, y - 2.2, 9.2, ink=0)
            plate.screen(0.7, 0.7)
        with sheet.ink(CREAM) as plate:
            for x, y in mine:
                plate.arc(x, y, 7.6, 7.6, 190, 245, 1.3)
    with sheet.ink(INK) as plate:
        for x, y in spots:
            plate.line(*curve([(x, y), (x + 1, y - 3), (x + 3, y - 4.6)]), width=1)
            plate.oval(x, y, 1.7, 1.1)
    with sheet.ink(MOSS) as plate:
        for x, y in spots[::4]:
            plate.polygon(*curve([(x + 1, y - 2), (x + 6, y - 7), (x + 11, y - 5), (x + 6, y - 2), (x + 1, y - 2)], 5))
    return sheet.pull()


SCENES = {
    "rail-yard": rail_yard,
    "school-bus": school_bus,
    "fields": fields,
    "wheel": wheel,
    "apples": apples,
}
