"""Illustrations of daily life: bread, tools, books, people, a house, a lamp."""

from __future__ import annotations

import math

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    BRICK,
    CREAM,
    GOLD,
    INK,
    LEAF,
    MINT,
    NAVY,
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
    wave,
)


def bread() -> Image.Image:
    """Three loaves on a shelf, each larger than the last, with price tags."""
    sheet = Sheet("#e9d7b6", seed=71)
    sheet.wash(SEA, 78)
    sheet.wash(TEAL, 78, across=(0.85, 0.0))
    with sheet.ink(INK) as plate:
        plate.rect(0, 78, 150, 4)
    with sheet.ink(INK, over=True) as plate:
        for x, half in ((25, 19), (69, 23), (121, 29)):
            plate.oval(x + 5, 79, half, 3)
        plate.screen(0.8, 0.8)
    for x, half, height in ((23, 19, 28), (67, 23, 40), (118, 28, 56)):
        _loaf(sheet, x, half, height)
    for x, colour in ((23, RED), (67, RED), (118, RED)):
        with sheet.ink(CREAM) as plate:
            plate.polygon((x - 11, 87), (x + 7, 87), (x + 12, 91.5), (x + 7, 96), (x - 11, 96))
        with sheet.ink(colour) as plate:
            plate.oval(x + 7.5, 91.5, 1.1)
            plate.rect(x - 8, 89.6, 11, 1.2)
            plate.rect(x - 8, 92.4, 7, 1.2)
    return sheet.pull()


def _loaf(sheet: Sheet, x: float, half: float, height: float) -> None:
    top = 78 - height
    side, shoulder = 78 - height * 0.5, top + height * 0.1
    left = [(x - half, 76.0), (x - half - 0.6, side), (x - half * 0.6, shoulder)]
    right = [(x + half * 0.6, shoulder), (x + half + 0.6, side), (x + half, 76.0)]
    outline = [*left, (x, top), *right, (x, 78.4), left[0]]
    with sheet.ink(OCHRE) as plate:
        plate.polygon(*curve(outline, 8))
    with sheet.ink(BRICK) as plate:
        plate.polygon(*curve(outline, 8))
        plate.screen_across(0.0, 0.9, x - half * 0.3, x + half * 1.3)
    slash = [(-0.2, 0.17), (-0.02, 0), (0.2, -0.15), (0.07, 0.04), (-0.2, 0.17)]
    with sheet.ink(CREAM) as plate:
        for i in (-1, 0, 1):
            cx, cy = x + i * half * 0.52, top + height * (0.32 + abs(i) * 0.1)
            plate.polygon(*curve([(cx + half * u, cy + height * v) for u, v in slash], 5))


def tools() -> Image.Image:
    """Tools hung on a wall, each before its painted outline."""
    sheet = Sheet("#dcc9a0", seed=72)
    sheet.wash(SLATE, 101)
    sheet.wash(NAVY, 101, down=(0.25, 0.85))
    with sheet.ink(INK) as plate:
        for x in range(6, 150, 9):
            for y in range(6, 100, 9):
                plate.oval(x, y, 0.6)
    for colour, shift in ((INK, 2.2), (None, 0.0)):
        _saw(sheet, shift, colour)
        _hammer(sheet, shift, colour)
        _spanner(sheet, shift, colour)
        _drill(sheet, shift, colour)
    return sheet.pull()


def _saw(sheet: Sheet, shift: float, colour: str | None) -> None:
    s = shift
    with sheet.ink(colour or CREAM) as plate:
        teeth = [(66 - i * 1.6, 42 - i * 0.28 + (1.5 if i % 2 else 0)) for i in range(33)]
        plate.polygon((66 + s, 18 + s), (13 + s, 27 + s), *[(x + s, y + s) for x, y in reversed(teeth)])
    with sheet.ink(colour or RED) as plate:
        plate.round(63 + s, 15 + s, 21, 30, 7)
    if not colour:
        with sheet.ink(NAVY) as plate:
            plate.round(69, 22, 9, 15, 4)


def _hammer(sheet: Sheet, shift: float, colour: str | None) -> None:
    s = shift
    with sheet.ink(colour or GOLD) as plate:
        plate.round(107 + s, 14 + s, 5.4, 42, 2)
    with sheet.ink(colour or FOG_STEEL) as plate:
        plate.round(96 + s, 10 + s, 22, 9, 2)
        plate.polygon((117 + s, 10.4 + s), (131 + s, 16 + s), (131 + s, 18 + s), (117 + s, 18.6 + s))
        plate.round(93 + s, 9 + s, 6, 11, 1.6)


FOG_STEEL = "#cfd6d2"


def _spanner(sheet: Sheet, shift: float, colour: str | None) -> None:
    s = shift
    with sheet.ink(colour or FOG_STEEL) as plate:
        plate.line((24 + s, 84 + s), (60 + s, 62 + s), width=6)
        plate.oval(62 + s, 61 + s, 9)
        plate.oval(22 + s, 85 + s, 8)
        plate.polygon((61 + s, 62.6 + s), (75 + s, 50 + s), (76 + s, 60 + s), ink=0)
        plate.oval(21 + s, 85.6 + s, 3.6, ink=0)


def _drill(sheet: Sheet, shift: float, colour: str | None) -> None:
    s = shift
    with sheet.ink(colour or FOG_STEEL) as plate:
        plate.rect(86 + s, 68.6 + s, 12, 2.4)
        plate.polygon((97 + s, 66 + s), (104 + s, 64.6 + s), (104 + s, 75 + s), (97 + s, 73.6 + s))
    with sheet.ink(colour or OCHRE) as plate:
        plate.round(103 + s, 62 + s, 34, 16, 4)
        plate.polygon((121 + s, 76 + s), (134 + s, 76 + s), (139 + s, 95 + s), (126 + s, 95 + s))
    if not colour:
        with sheet.ink(RED) as plate:
            plate.round(124, 90, 18, 8, 1.6)
            plate.round(118, 78, 3, 7, 1.2)
        with sheet.ink(INK) as plate:
            for x in (124, 128, 132):
                plate.rect(x, 66, 1.6, 8)


def census() -> Image.Image:
    """Many people in rows, of every colour."""
    sheet = Sheet("#efe1c4", seed=73)
    skins = ("#eabf9f", "#8d5a3c", "#c98f66", "#6a4230", "#e3b48c", "#a86d48")
    coats = (RED, TEAL, OCHRE, NAVY, ROSE, SEA, PLUM, LEAF)
    hairs = (INK, BRICK, "#c9cccb", PLUM, "#17130f")
    grid = [(8.4 + c * 14.8 - (r % 2) * 7.4, 12 + r * 22, r, c) for r in range(5) for c in range(11)]
    for row in range(5):
        people = [(x, y, r * 11 + c * 7 + sheet.random.randrange(40)) for x, y, r, c in grid if r == row]
        with sheet.ink(INK) as plate:
            for x, y, _ in people:
                plate.round(x - 6.2, y + 5, 14, 30, 6)
        for i, colour in enumerate(coats):
            with sheet.ink(colour) as plate:
                for x, y, n in people:
                    if n % 8 == i:
                        plate.round(x - 7, y + 5, 14, 30, 6)
        for i, colour in enumerate(hairs):
            with sheet.ink(colour) as plate:
                for x, y, n in people:
                    if n % 5 == i and n % 7 > 1:
                        plate.oval(x, y - 1, 5, 5.6 if n % 3 else 6.4)
                        if n % 3 == 1:
                            plate.round(x - 5, y - 1, 10, 9, 2)
        for i, colour in enumerate(skins):
            with sheet.ink(colour) as plate:
                for x, y, n in people:
                    if n % 6 == i:
                        plate.oval(x, y + 0.6, 3.9, 4.7)
                        plate.rect(x - 1.4, y + 4, 2.8, 3)
        with sheet.ink(INK) as plate:
            for x, y, n in people:
                plate.oval(x - 1.4, y + 0.4, 0.45)
                plate.oval(x + 1.4, y + 0.4, 0.45)
                if n % 4 == 0:
                    plate.ring(x - 1.5, y + 0.4, 1.3, 0.3)
                    plate.ring(x + 1.5, y + 0.4, 1.3, 0.3)
                plate.arc(x, y + 1.8, 1.3, 1.2, 20, 160, 0.35)
    return sheet.pull()


def heat_pump() -> Image.Image:
    """A terraced house cut open, warm inside; a fan in the yard draws in cool air."""
    sheet = Sheet("#d8e3dd", seed=74)
    sheet.wash(SKY, 88, down=(0.9, 0.2, 0, 88))
    with sheet.ink(SLATE) as plate:
        plate.rect(0, 36, 14, 60)
        plate.polygon((-8, 36), (4, 22), (14, 36))
    with sheet.ink(BRICK) as plate:
        plate.rect(22, 38, 66, 50)
    with sheet.ink(INK) as plate:
        plate.polygon((17, 39), (55, 10), (93, 39))
        plate.rect(74, 12, 8, 22)
    with sheet.ink(ROSE) as plate:
        plate.polygon((30, 36), (55, 16.6), (80, 36))
    rooms = ((26, 41, 28, 21), (57, 41, 28, 21), (26, 65, 28, 23), (57, 65, 28, 23))
    for i, colour in enumerate((GOLD, OCHRE)):
        with sheet.ink(colour) as plate:
            for n, room in enumerate(rooms):
                if (n % 3 == 0 and i == 0) or (n % 3 and i == 1):
                    plate.rect(*room)
    with sheet.ink(RED) as plate:
        plate.line((112, 78), (95, 78), (95, 63.4), (24, 63.4), width=1.5)
        for x in (30, 61):
            for k in range(5):
                plate.round(x + k * 2.6, 54, 1.9, 8, 0.8)
                plate.round(x + k * 2.6, 78, 1.9, 8, 0.8)
    _furniture(sheet)
    with sheet.ink(CREAM) as plate:
        plate.round(108, 62, 30, 26, 2)
    with sheet.ink(NAVY) as plate:
        plate.oval(121, 75, 10)
        plate.rect(134, 66, 1.6, 18)
    with sheet.ink(MINT) as plate:
        for turn in range(3):
            a = math.radians(turn * 120 + 20)
            plate.oval(121 + 4.6 * math.cos(a), 75 + 4.6 * math.sin(a), 4)
        plate.oval(121, 75, 1.6, ink=0)
    with sheet.ink(SEA) as plate:
        for y in (44, 50, 56):
            plate.line(*wave(y, 1.3, 16, y, 104, 144), width=1.1)
    with sheet.ink(INK) as plate:
        plate.rect(0, 88, 150, 14)
    return sheet.pull()


def _furniture(sheet: Sheet) -> None:
    with sheet.ink(INK) as plate:
        plate.round(44, 80, 9, 3, 1)
        plate.rect(45, 82, 1, 6)
        plate.rect(51, 82, 1, 6)
        plate.round(76, 53, 9, 9, 1)
        plate.oval(71, 76, 2.4, 2.8)
        plate.round(68, 79, 6.4, 9, 2.4)
        plate.line((39.6, 41), (39.6, 45), width=0.5)
        plate.pie(39.6, 48, 3, 180, 360)
    with sheet.ink(CREAM) as plate:
        plate.round(75, 56, 11, 6, 1)
        plate.oval(52, 29, 3.6)


def books() -> Image.Image:
    """A stack of books beneath a lamp, a cup beside it."""
    sheet = Sheet(NAVY, seed=75)
    sheet.wash(INK, 101, across=(0.2, 0.9))
    with sheet.ink(GOLD) as plate:
        plate.polygon((44, 34), (82, 28), (150, 86), (10, 86))
        plate.screen(0.8, 0.3, 28, 86)
    with sheet.ink(BRICK) as plate:
        plate.rect(0, 86, 150, 15)
    with sheet.ink(INK) as plate:
        plate.rect(0, 88.4, 150, 0.6)
        plate.rect(0, 94, 150, 0.4)
    stack = (
        (62, 76, 60, 10, RED),
        (66, 67, 52, 9, CREAM),
        (60, 57, 56, 10, TEAL),
        (69, 49, 44, 8, OCHRE),
        (64, 42, 47, 7, ROSE),
    )
    for x, y, width, height, colour in stack:
        with sheet.ink(colour) as plate:
            plate.round(x, y, width, height, 1.2)
        with sheet.ink(CREAM if colour != CREAM else FOG_STEEL) as plate:
            plate.rect(x + width - 4, y + 1.4, 4.4, height - 2.8)
        with sheet.ink(INK if colour in (CREAM, ROSE, OCHRE) else GOLD) as plate:
            plate.rect(x + 5, y + 1, 0.9, height - 2)
            plate.rect(x + 7, y + 1, 0.9, height - 2)
            plate.rect(x + 14, y + height * 0.42, width * 0.42, 1.1)
    with sheet.ink(INK, over=True) as plate:
        for x, y, width, height, _ in stack:
            plate.round(x, y, width, height, 1.2)
        plate.screen_across(0.0, 0.5, 76, 124)
    with sheet.ink(RED) as plate:
        plate.polygon((48, 18), (68, 14), (86, 30), (40, 38))
    with sheet.ink(OCHRE) as plate:
        plate.line((58, 16), (34, 6), (22, 84), width=1.6)
        plate.round(10, 83, 26, 3.4, 1.4)
    with sheet.ink(CREAM) as plate:
        plate.round(38, 72, 14, 14, 2.6)
        plate.ring(53, 78, 4.4, 1.4)
        plate.line(*curve([(43, 69), (41, 65), (45, 62), (43, 58)]), width=0.7)
        plate.line(*curve([(48, 69), (46, 65), (50, 62), (48, 57)]), width=0.7)
    return sheet.pull()


def lamplighter() -> Image.Image:
    """A street lamp, the man who has lit it, and a cat."""
    sheet = Sheet("#2a3f57", seed=76)
    sheet.wash(INK, 101, down=(0.85, 0.15, 0, 90))
    for radius, share in ((46, 0.28), (30, 0.5)):
        with sheet.ink(OCHRE) as plate:
            plate.oval(88, 30, radius)
            plate.screen(share, share)
    with sheet.ink(TEAL) as plate:
        for x, y, width in ((0, 34, 26), (28, 22, 20), (118, 28, 34)):
            plate.rect(x, y, width, 60)
            plate.polygon((x - 1, y), (x + width / 2, y - 9), (x + width + 1, y))
        plate.screen(0.9, 0.6)
    with sheet.ink(INK) as plate:
        plate.rect(0, 86, 150, 16)
        plate.polygon((86.4, 44), (89.6, 44), (90.6, 88), (85.4, 88))
        plate.rect(80, 50, 16, 1.2)
        plate.round(82, 84, 12, 4, 1)
        plate.polygon((79, 16), (88, 8), (97, 16))
        plate.polygon((80.6, 17), (95.4, 17), (92, 43), (84, 43))
    with sheet.ink(GOLD) as plate:
        plate.polygon((82.4, 18.6), (93.6, 18.6), (91, 41), (85, 41))
    with sheet.ink(CREAM) as plate:
        plate.polygon(*curve([(88, 24), (91, 32), (88, 38), (85, 32), (88, 24)], 6))
    _keeper(sheet)
    return sheet.pull()


def _keeper(sheet: Sheet) -> None:
    with sheet.ink(INK) as plate:
        plate.polygon((40, 60), (52, 60), (57, 88), (50, 88), (47, 74), (43, 88), (36, 88))
        plate.polygon(*curve([(38, 46), (46, 42), (54, 47), (57, 66), (36, 66), (38, 46)], 6))
        plate.line((50, 48), (62, 42), width=3.2)
        plate.line((58, 56), (80, 26), width=0.8)
        plate.rect(39, 30.6, 13, 1.5)
        plate.round(41, 24, 9, 7.6, 1.6)
        plate.polygon(*curve([(112, 86), (110, 78), (114, 72), (120, 74), (121, 86)], 6))
        plate.polygon((112, 74), (112.6, 67.6), (115, 70), (117, 67.6), (118.6, 74))
        plate.line(*curve([(120, 84), (127, 84), (128, 77), (125, 74)]), width=1.4)
    with sheet.ink("#c98f66") as plate:
        plate.oval(46, 36.4, 4.2, 5)
    with sheet.ink(RED) as plate:
        plate.polygon((41, 42), (52, 42), (51, 45.6), (42, 45))
        plate.polygon((43, 44), (46, 44), (44, 56), (41, 55))
    with sheet.ink(GOLD) as plate:
        plate.oval(113.8, 73, 0.5)
        plate.oval(116.8, 73, 0.5)
        for x in range(-2, 150, 13):
            plate.rect(x, 90 + (x // 13 % 2), 9, 0.5)
            plate.rect(x + 5, 95, 10, 0.5)


SCENES = {
    "bread": bread,
    "tools": tools,
    "census": census,
    "heat-pump": heat_pump,
    "books": books,
    "lamplighter": lamplighter,
}
