"""Illustrations of pitches, courts and races."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    CREAM,
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
    Sheet,
    curve,
    ridge,
)


def stadium() -> Image.Image:
    """A floodlit ground at night in slanting rain."""
    sheet = Sheet(NAVY, seed=41)
    sheet.wash(INK, 101, down=(0.9, 0.1, 0, 60))
    with sheet.ink(SLATE) as plate:
        plate.polygon((0, 34), (34, 46), (116, 46), (150, 34), (150, 66), (0, 66))
    with sheet.ink(INK) as plate:
        plate.polygon((0, 25), (36, 41), (114, 41), (150, 25), (150, 36), (114, 46.4), (36, 46.4), (0, 36))
        for x in (4.0, 10.0, 140.0, 146.0):
            plate.rect(x, 30, 0.8, 34)
    for colour in (RED, CREAM, ROSE, OCHRE):
        with sheet.ink(colour) as plate:
            for _ in range(90):
                x = sheet.random.uniform(0, 150)
                dip = max(0.0, abs(x - 75) - 41) * 0.28
                plate.oval(x, sheet.random.uniform(49.5 - dip, 62), 1.1)
    with sheet.ink(MOSS) as plate:
        plate.polygon((0, 64), (150, 64), (150, 101), (0, 101))
    with sheet.ink(LEAF) as plate:
        for i in range(5):
            plate.polygon((30 * i + 8, 64), (30 * i + 22, 64), (45 * i - 20 + 10, 101), (45 * i - 43 + 10, 101))
    with sheet.ink(CREAM) as plate:
        plate.line((0, 66), (150, 66), width=0.8)
        plate.arc(75, 88, 34, 11, 0, 360, 0.9)
        plate.line((75, 66), (75, 101), width=0.9)
    with sheet.ink(SKY) as plate:
        for x, y, rx in ((40.0, 92.0, 17), (116.0, 78.0, 13), (98.0, 97.0, 15)):
            plate.oval(x, y, rx, rx * 0.16)
    _masts(sheet)
    with sheet.ink(CREAM) as plate:
        for _ in range(120):
            x, y = sheet.random.uniform(-5, 165), sheet.random.uniform(-5, 96)
            plate.line((x, y), (x - 2.6, y + 7.5), width=0.25)
        plate.oval(88, 90, 2.7)
    with sheet.ink(INK) as plate:
        plate.oval(88, 90, 0.9)
        plate.oval(90.1, 91, 0.5)
        plate.oval(86.2, 89, 0.5)
    return sheet.pull()


def _masts(sheet: Sheet) -> None:
    with sheet.ink(INK) as plate:
        for x in (10, 140):
            plate.polygon((x - 1, 18), (x + 1, 18), (x + 1.8, 66), (x - 1.8, 66))
            plate.rect(x - 9.6, 5, 19.2, 14)
    with sheet.ink(CREAM) as plate:
        for x in (10, 140):
            for i in range(4):
                for j in range(3):
                    plate.oval(x - 7 + i * 4.7, 8 + j * 4.2, 1.7)


def basketball() -> Image.Image:
    """A basketball in front of a spoked wheel."""
    sheet = Sheet("#e8d3ae", seed=42)
    sheet.wash(TEAL, 78)
    sheet.wash(NAVY, 78, across=(0.0, 0.9))
    with sheet.ink(ROSE) as plate:
        for i in range(9):
            plate.line((75 + (i - 4) * 14, 78), (75 + (i - 4) * 34, 101), width=0.4)
    with sheet.ink(INK, over=True) as plate:
        plate.oval(62, 92, 48, 5)
        plate.oval(112, 92, 24, 4)
        plate.screen(0.7, 0.7)
    with sheet.ink(CREAM) as plate:
        plate.ring(57, 49, 43, 3.2)
        plate.ring(57, 49, 36.5, 0.9)
        for i in range(28):
            a, b = i * math.pi / 14, i * math.pi / 14 + (0.5 if i % 2 else -0.5)
            plate.line(
                (57 + 6 * math.cos(b), 49 + 6 * math.sin(b)), (57 + 40 * math.cos(a), 49 + 40 * math.sin(a)), width=0.45
            )
    with sheet.ink(GOLD) as plate:
        plate.oval(57, 49, 7)
    with sheet.ink(INK) as plate:
        plate.oval(57, 49, 3)
    with sheet.ink(OCHRE) as plate:
        plate.oval(109, 61, 29)
    with sheet.ink(RED) as plate:
        plate.oval(109, 61, 29)
        plate.screen_across(0.15, 0.95, 82, 140)
    with sheet.ink(INK) as plate:
        plate.ring(109, 61, 29, 1.2)
        plate.line(*curve([(81, 55), (109, 62), (137, 56)]), width=1.2)
        plate.line(*curve([(103, 32.6), (106, 61), (115, 89.4)]), width=1.2)
        plate.line(*curve([(88, 41), (101, 60), (97, 87.6)]), width=1.2)
        plate.line(*curve([(124, 36), (117, 60), (130, 81)]), width=1.2)
    return sheet.pull()


def pitch() -> Image.Image:
    """A striped pitch from above, a mower at the end of its white line."""
    sheet = Sheet(LEAF, seed=43)
    with sheet.ink(MOSS) as plate:
        for i in range(0, 10, 2):
            plate.polygon((i * 19 - 22, -1), (i * 19 - 3, -1), (i * 19 + 9, 101), (i * 19 - 10, 101))
    sheet.wash(MOSS, 101, down=(0.45, 0.0, 0, 101))
    with sheet.ink(CREAM) as plate:
        plate.ring(58, 46, 28, 1.3)
        plate.oval(58, 46, 1.7)
        plate.line((52, -2), (58, 46), (62.6, 84), width=1.3)
        plate.line((-2, 97), (150, 84), width=1.3)
    with sheet.ink(INK, over=True) as plate:
        plate.polygon((66, 88), (98, 82), (118, 92), (86, 99))
        plate.screen(0.75, 0.75)
    with sheet.ink(RED) as plate:
        plate.round(55, 79, 16, 12, 2)
    with sheet.ink(INK) as plate:
        for x, y in ((56, 77.6), (67, 77.6), (56, 92.4), (67, 92.4)):
            plate.oval(x + 1, y, 3, 1.9)
        plate.line((71, 83), (82, 80), (88, 84), width=1)
        plate.line((71, 88), (82, 89), (88, 85.6), width=1)
    with sheet.ink(NAVY) as plate:
        plate.oval(93, 85, 5.4, 7.4)
        plate.line((91, 80), (84, 81), width=2.6)
        plate.line((91, 90), (84, 87.6), width=2.6)
    with sheet.ink(GOLD) as plate:
        plate.oval(93, 85, 6.2)
    with sheet.ink(OCHRE) as plate:
        plate.oval(93, 85, 3.4)
    return sheet.pull()


def runners() -> Image.Image:
    """A crowd of runners from above, streaming along a winding road."""
    sheet = Sheet("#e9dcbd", seed=44)
    sheet.wash(LEAF, 101)
    sheet.wash(MOSS, 101, across=(0.6, 0.0))
    with sheet.ink(SEA) as plate:
        plate.polygon(*curve([(104, -4), (96, 22), (112, 48), (134, 64), (156, 72)]), (156, -4))
    with sheet.ink(MINT) as plate:
        for shift in (8, 18, 28):
            plate.line(*curve([(104 + shift, -4), (97 + shift, 18), (114 + shift, 40), (156, 60 - shift)]), width=0.4)
    road = [
        (-8, 84),
        (18, 78),
        (36, 56),
        (24, 32),
        (42, 14),
        (70, 20),
        (78, 46),
        (74, 72),
        (94, 88),
        (124, 84),
        (160, 94),
    ]
    with sheet.ink(INK) as plate:
        plate.line(*[(x + 1, y + 1.4) for x, y in curve(road)], width=15.5)
    with sheet.ink(FOG_ROAD) as plate:
        plate.line(*curve(road), width=14.6)
    _crowd(sheet, list(curve(road, 16)))
    with sheet.ink(MOSS) as plate:
        spots = [
            (8, 20),
            (15, 12),
            (6, 52),
            (54, 44),
            (50, 78),
            (56, 90),
            (92, 60),
            (100, 68),
            (10, 97),
            (112, 98),
            (90, 8),
        ]
        for x, y in spots:
            plate.oval(x + 1, y + 1.6, 5)
    with sheet.ink(TEAL) as plate:
        for x, y in spots:
            plate.oval(x, y, 5)
            plate.screen_across(0.95, 0.95)
    return sheet.pull()


FOG_ROAD = "#e3ddcf"


def _crowd(sheet: Sheet, path: list[tuple[float, float]]) -> None:
    people = []
    for (x0, y0), (x1, y1) in pairwise(path):
        length = math.hypot(x1 - x0, y1 - y0) or 1
        for _ in range(2):
            aside = sheet.random.uniform(-5.6, 5.6)
            people.append((x0 - (y1 - y0) / length * aside, y0 + (x1 - x0) / length * aside))
    with sheet.ink(SLATE) as plate:
        for x, y in people:
            plate.line((x, y), (x + 3.2, y + 1.6), width=0.9)
    for i, colour in enumerate((RED, NAVY, OCHRE, CREAM, TEAL, ROSE)):
        with sheet.ink(colour) as plate:
            for x, y in people[i::6]:
                plate.oval(x, y, 1.25)
    with sheet.ink(INK) as plate:
        for x, y in people:
            plate.oval(x - 0.2, y - 0.2, 0.5)


def stumps() -> Image.Image:
    """Three stumps and a ball in the low sun of a late afternoon."""
    sheet = Sheet("#f4dfb4", seed=45)
    sheet.wash(OCHRE, 64, down=(0.0, 0.6, 4, 66))
    with sheet.ink(CREAM) as plate:
        plate.oval(44, 46, 19)
    with sheet.ink(TEAL) as plate:
        plate.polygon(*ridge([(-5, 56), (14, 50), (26, 54), (48, 52), (70, 56), (96, 47), (118, 53), (156, 48)], 70))
    with sheet.ink(MOSS) as plate:
        plate.rect(0, 62, 150, 40)
    with sheet.ink(LEAF) as plate:
        plate.polygon((60, 62), (110, 62), (150, 96), (150, 101), (26, 101))
    with sheet.ink(INK, over=True) as plate:
        for x in (74, 85, 96):
            plate.polygon((x - 2, 86), (x + 2, 86), (x + 44, 101), (x + 34, 101))
        plate.polygon((48, 93), (56, 91), (84, 101), (64, 101))
        plate.screen(0.85, 0.6, 84, 101)
    with sheet.ink(INK) as plate:
        for x in (74, 85, 96):
            plate.round(x - 0.9, 21, 4.2, 66, 1.6)
    with sheet.ink(PAPER) as plate:
        for x in (74, 85, 96):
            plate.round(x - 2.1, 21, 3.8, 66, 1.6)
        plate.polygon((70, 17.4), (84, 19), (84, 21.2), (70, 19.6))
        plate.polygon((88, 12), (100, 6.4), (100.8, 8.2), (88.8, 14))
    with sheet.ink(RED) as plate:
        plate.oval(48, 84, 8)
        for x in (74, 85, 96):
            plate.rect(x - 2.1, 30, 3.8, 4)
    with sheet.ink(CREAM) as plate:
        plate.line(*curve([(42, 79), (48, 84), (52, 90.6)]), width=0.7)
        plate.line(*curve([(44, 77.6), (50, 83), (54.4, 89)]), width=0.4)
    return sheet.pull()


SCENES = {
    "stadium": stadium,
    "basketball": basketball,
    "pitch": pitch,
    "runners": runners,
    "stumps": stumps,
}
