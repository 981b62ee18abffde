"""Illustrations of the river and the sea."""

from __future__ import annotations

import math

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    CREAM,
    FOG,
    GOLD,
    INK,
    LEAF,
    MINT,
    MOSS,
    NAVY,
    OCHRE,
    PAPER,
    RED,
    ROSE,
    SEA,
    SKY,
    SLATE,
    TEAL,
    Plate,
    Sheet,
    curve,
    ridge,
    wave,
)


def flood_wall() -> Image.Image:
    """High water on the left of a wall, small houses on its right."""
    sheet = Sheet("#ecd9bd", seed=11)
    sheet.wash(ROSE, 80, down=(0.75, 0.0, 0, 78))
    with sheet.ink(RED) as plate:
        plate.oval(46, 27, 15)
    for y, colour, phase in ((40, MINT, 0), (46, SEA, 7), (55, TEAL, 16), (67, NAVY, 3), (82, INK, 12)):
        with sheet.ink(colour) as plate:
            plate.polygon(*wave(y, 2.2, 26, phase, -5, 84), (84, 101), (-5, 101))
        with sheet.ink(CREAM) as plate:
            for shift in range(-30, 84, 26):
                plate.line(*wave(y + 4, 1.4, 26, phase, shift, shift + 11 + y / 12), width=0.5)
    with sheet.ink(FOG) as plate:
        plate.polygon((76, 22), (90, 22), (94, 101), (70, 101))
    with sheet.ink(SLATE) as plate:
        plate.polygon((87, 22), (90, 22), (94, 101), (89, 101))
    with sheet.ink(SLATE) as plate:
        plate.rect(73, 19, 20, 4)
        for y in range(34, 100, 11):
            plate.line((74.6 - y / 40, y), (88, y), width=0.45)
    with sheet.ink(MOSS) as plate:
        plate.polygon(*ridge([(91, 92), (110, 89), (130, 90), (156, 88)]))
    _houses(sheet)
    return sheet.pull()


def _houses(sheet: Sheet) -> None:
    spots = [(97, 80, 14, RED), (111, 76, 13, CREAM), (124, 79, 15, OCHRE), (139, 74, 13, CREAM)]
    for x, y, width, colour in spots:
        with sheet.ink(colour) as plate:
            plate.rect(x, y, width, 93 - y)
    with sheet.ink(INK) as plate:
        for x, y, width, _ in spots:
            plate.polygon((x - 1, y), (x + width / 2, y - 9), (x + width + 1, y))
            plate.rect(x + width * 0.7, y - 10, 2, 6)
            plate.rect(x + width / 2 - 1.4, y + 9, 2.8, 93 - y - 9)
        plate.rect(93, 92.4, 60, 1)
    with sheet.ink(GOLD) as plate:
        for x, y, width, _ in spots:
            plate.rect(x + 2, y + 3, 3, 4)
            plate.rect(x + width - 5, y + 3, 3, 4)


def bridge() -> Image.Image:
    """An arch bridge with hangers over the river, the sun behind it."""
    sheet = Sheet("#f2e3c4", seed=12)
    sheet.wash(OCHRE, 66, down=(0.0, 0.55, 8, 70))
    with sheet.ink(RED) as plate:
        plate.oval(96, 56, 21)
    with sheet.ink(SLATE) as plate:
        plate.polygon(*ridge([(-5, 60), (20, 55), (42, 60), (70, 57), (100, 61), (130, 54), (156, 58)]))
    with sheet.ink(TEAL) as plate:
        plate.rect(0, 66, 150, 36)
    with sheet.ink(NAVY) as plate:
        plate.rect(0, 66, 150, 36)
        plate.screen(0.1, 0.85, 66, 100)
    with sheet.ink(RED) as plate:
        for i in range(9):
            half = 20 - i * 1.7 + (2 if i % 2 else 0)
            plate.rect(96 - half, 70 + i * 3.4, 2 * half, 1.5)
    _span(sheet)
    return sheet.pull()


def _span(sheet: Sheet) -> None:
    with sheet.ink(INK) as plate:
        plate.rect(0, 58, 150, 3.4)
        for x in (17.0, 129.0):
            plate.polygon((x - 1, 58), (x + 5, 58), (x + 7, 84), (x - 3, 84))
        plate.arc(75, 61, 58, 49, 180, 360, 3)
        plate.arc(75, 61, 52, 41, 180, 360, 1.1)
        for i in range(1, 20):
            x = 17 + i * 5.8
            outer = 61 - 48 * math.sqrt(max(0, 1 - ((x - 75) / 57) ** 2))
            plate.line((x, outer), (x, 59), width=0.5)
        for x in range(2, 150, 4):
            plate.line((x, 55), (x, 58), width=0.35)
        plate.line((0, 55), (150, 55), width=0.45)
        plate.round(30, 51, 13, 7, 1)
        plate.rect(44, 53, 4.5, 5)
    with sheet.ink(CREAM) as plate:
        plate.line((14, 86), (26, 86), width=0.5)
        plate.line((124, 88), (140, 88), width=0.5)


def rowing() -> Image.Image:
    """An eight seen from above, slanting across the water."""
    sheet = Sheet(SEA, seed=13)
    sheet.wash(TEAL, 101, across=(0.75, 0.05, 0, 150))
    with sheet.ink(MINT) as plate:
        for i in range(13):
            plate.line(*[(px, py - px * 0.18 + 12) for px, py in wave(i * 11 - 20, 1.1, 21, i * 9)], width=0.45)

    def at(along: float, across: float) -> tuple[float, float]:
        return 22 + along * 0.93 - across * 0.37 * -1, 78 - along * 0.37 + across * 0.93

    with sheet.ink(CREAM) as plate:
        for seat in range(8):
            side = 1 if seat % 2 else -1
            x, y = at(22 + seat * 9 - 4, side * 21)
            for r in (5.4, 3.6):
                plate.ring(x, y, r, 0.4)
        plate.polygon(at(-14, -1.2), at(-4, 0), at(-14, 1.2))
    with sheet.ink(INK) as plate:
        for seat in range(8):
            side = 1 if seat % 2 else -1
            plate.line(at(22 + seat * 9, 0), at(22 + seat * 9 - 4, side * 19), width=0.7)
    with sheet.ink(OCHRE) as plate:
        plate.polygon(at(-6, 0), at(8, -3), at(96, -3), at(116, 0), at(96, 3), at(8, 3))
    with sheet.ink(INK) as plate:
        plate.polygon(at(6, 0), at(12, -1.9), at(94, -1.9), at(104, 0), at(94, 1.9), at(12, 1.9))
    for colour, part in ((RED, 2.6), (ROSE, 1.4)):
        with sheet.ink(colour) as plate:
            for seat in range(9):
                x, y = at(13 + seat * 9, 0)
                plate.oval(x, y, part)
    with sheet.ink(RED) as plate:
        for seat in range(8):
            side = 1 if seat % 2 else -1
            a, b = (22 + seat * 9 - 4, side * 19), (22 + seat * 9 - 5.2, side * 24)
            plate.line(at(*a), at(*b), width=2.1)
    return sheet.pull()


def wind_farm() -> Image.Image:
    """Turbines standing in the sea before a large pale sun."""
    sheet = Sheet("#dfe6dc", seed=14)
    sheet.wash(SKY, 70, down=(0.95, 0.1, 0, 68))
    with sheet.ink(GOLD) as plate:
        plate.oval(104, 52, 27)
    with sheet.ink(OCHRE) as plate:
        plate.oval(104, 52, 27)
        plate.screen(0.0, 0.6, 40, 80)
    turbines = [(128, 40, 15, 9), (88, 38, 17, 40), (58, 33, 21, 95), (24, 24, 29, 70)]
    for x, y, length, angle in turbines:
        with sheet.ink(CREAM if length > 18 else FOG) as plate:
            _turbine(plate, x, y, length, angle)
        with sheet.ink(NAVY) as plate:
            width = length / 24
            plate.polygon((x + width * 0.2, y), (x + width * 0.6, y), (x + width * 1.2, 80), (x + width * 0.4, 80))
            plate.oval(x, y, length / 19)
    for y, colour, phase in ((70, SEA, 0), (76, TEAL, 9), (84, NAVY, 4), (93, INK, 17)):
        with sheet.ink(colour) as plate:
            plate.polygon(*wave(y, 1.2, 24, phase), (155, 101), (-5, 101))
    with sheet.ink(CREAM) as plate:
        for x, y in ((12, 75), (70, 74), (96, 80), (36, 83), (120, 88), (58, 92), (8, 90)):
            plate.line(*wave(y, 0.7, 24, x, x, x + 13), width=0.5)
    return sheet.pull()


def _turbine(plate: Plate, x: float, y: float, length: float, angle: float) -> None:
    plate.polygon((x - length / 28, y), (x + length / 28, y), (x + length / 16, 80), (x - length / 16, 80))
    for turn in (0, 120, 240):
        a = math.radians(angle + turn)
        along, aside = (math.cos(a), math.sin(a)), (-math.sin(a), math.cos(a))
        shape = [(0, 0.02), (0.2, 0.075), (1, 0.005), (1, -0.01), (0, -0.02)]
        plate.polygon(
            *(
                (x + length * (u * along[0] + v * aside[0]), y + length * (u * along[1] + v * aside[1]))
                for u, v in shape
            )
        )


def heron() -> Image.Image:
    """A heron among reeds before the evening sun."""
    sheet = Sheet("#efe0c2", seed=15)
    sheet.wash(ROSE, 80, down=(0.65, 0.05, 0, 80))
    with sheet.ink(OCHRE) as plate:
        plate.oval(58, 48, 27)
    with sheet.ink(SEA) as plate:
        plate.rect(0, 74, 150, 27)
    with sheet.ink(TEAL) as plate:
        plate.rect(0, 74, 150, 27)
        plate.screen(0.05, 0.95, 74, 100)
    with sheet.ink(GOLD) as plate:
        for i in range(6):
            plate.rect(58 - 22 + i * 3, 77 + i * 3.4, 44 - i * 6, 1.2)
    _reeds(sheet, MOSS, 40, 0.8)
    _heron_body(sheet)
    _reeds(sheet, INK, 22, 1.1)
    return sheet.pull()


def _heron_body(sheet: Sheet) -> None:
    with sheet.ink(NAVY) as plate:
        body = [(70, 56), (76, 47), (88, 46), (100, 52), (111, 63), (98, 64), (84, 66), (75, 63)]
        plate.polygon(*curve([*body, body[0]]))
        plate.line(*curve([(74, 57), (67, 49), (71, 40), (76, 32), (71, 25), (66, 23)]), width=4)
        plate.oval(66, 23.4, 4.2, 3)
        plate.line((84, 64), (85, 76), (84, 92), width=1)
        plate.line((91, 64), (94, 75), (92, 93), width=1)
    with sheet.ink(RED) as plate:
        plate.polygon((63, 21.4), (41, 27), (63, 25.6))
    with sheet.ink(INK) as plate:
        plate.line(*curve([(66, 21), (74, 20), (82, 24)]), width=1.2)
        plate.line(*curve([(80, 52), (92, 54), (106, 61)]), width=1)
        plate.line(*curve([(78, 57), (90, 59), (100, 62)]), width=1)
    with sheet.ink(CREAM) as plate:
        plate.oval(65, 22.8, 0.7)
        plate.line(*curve([(71, 50), (73, 41), (77, 34)]), width=0.6)


def _reeds(sheet: Sheet, colour: str, count: int, width: float) -> None:
    with sheet.ink(colour) as plate:
        for _ in range(count):
            x = sheet.random.choice((sheet.random.uniform(-2, 38), sheet.random.uniform(108, 152)))
            top, lean = sheet.random.uniform(18, 62), sheet.random.uniform(-7, 7)
            plate.line((x, 101), (x + lean / 3, (top + 100) / 2), (x + lean, top), width=width)
            if sheet.random.random() < 0.5:
                plate.round(x + lean - 1.3, top - 3, 2.6, 11, 1.3)


def lido() -> Image.Image:
    """A long pool from above, with lanes and swimmers."""
    sheet = Sheet("#ead9b8", seed=16)
    with sheet.ink(MINT) as plate:
        plate.polygon((26, 12), (138, -6), (138, 106), (26, 106))
    with sheet.ink(SEA) as plate:
        plate.polygon((26, 12), (138, -6), (138, 106), (26, 106))
        plate.screen(0.15, 0.9, 0, 100)
    with sheet.ink(CREAM) as plate:
        for x in (48, 70, 92, 114):
            for y in range(-4, 104, 5):
                plate.oval(x, y, 0.9, 1.7)
        plate.polygon((22, 10), (26, 12), (26, 106), (22, 106))
        plate.polygon((22, 10), (142, -10), (142, -6), (26, 14))
    with sheet.ink(RED) as plate:
        for x in (48, 70, 92, 114):
            for y in range(6, 104, 15):
                plate.oval(x, y, 0.9, 1.7)
    _swimmers(sheet, [(37, 66, RED), (59, 34, GOLD), (81, 78, INK), (103, 48, RED), (125, 24, CREAM)])
    with sheet.ink(PAPER) as plate:
        plate.rect(4, 44, 36, 8)
    with sheet.ink(INK, over=True) as plate:
        plate.polygon((26, 52), (40, 52), (44, 58), (26, 58))
        plate.screen(0.6, 0.6)
    with sheet.ink(BRICK_LINES) as plate:
        for y in range(20, 104, 7):
            plate.line((0, y), (22, y - 1), width=0.3)
        plate.line((4, 48), (40, 48), width=0.4)
    with sheet.ink(LEAF) as plate:
        for x, y, r in ((4, 6, 12), (14, 2, 8), (1, 20, 7)):
            plate.oval(x, y, r)
    return sheet.pull()


BRICK_LINES = "#b58b62"


def _swimmers(sheet: Sheet, swimmers: list[tuple[float, float, str]]) -> None:
    with sheet.ink(CREAM) as plate:
        for x, y, _ in swimmers:
            for aside in (-3, 0, 3):
                plate.line((x + aside * 0.5, y + 15), (x + aside, y + 27 - abs(aside)), width=0.7)
            plate.arc(x, y + 1, 6.5, 7, 200, 340, 0.6)
    with sheet.ink("#a8694a") as plate:
        for x, y, _ in swimmers:
            plate.oval(x, y + 6, 2.9, 6)
            plate.line((x - 1.2, y + 10), (x - 1.5, y + 19), width=1.5)
            plate.line((x + 1.2, y + 10), (x + 1.5, y + 18), width=1.5)
            plate.line((x - 1.6, y + 3), (x - 5.6, y - 4), width=1.5)
            plate.line((x + 1.6, y + 4), (x + 5.6, y + 10), width=1.5)
    for x, y, colour in swimmers:
        with sheet.ink(colour) as plate:
            plate.oval(x, y - 2, 2.7, 3)
            plate.oval(x, y + 8.4, 3, 4)


SCENES = {
    "flood-wall": flood_wall,
    "bridge": bridge,
    "rowing": rowing,
    "wind-farm": wind_farm,
    "heron": heron,
    "lido": lido,
}
