"""Illustrations of public houses: the library, the court, the hospital."""

from __future__ import annotations

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    BRICK,
    CREAM,
    GOLD,
    INK,
    MOSS,
    NAVY,
    OCHRE,
    RED,
    ROSE,
    SEA,
    SKY,
    SLATE,
    TEAL,
    Sheet,
    ridge,
)


def library() -> Image.Image:
    """A wall of books around an arched window, and a ladder."""
    sheet = Sheet(BRICK, seed=26)
    sheet.wash(INK, 101, down=(0.55, 0.25))
    _shelves(sheet)
    with sheet.ink(INK) as plate:
        plate.pie(75, 40, 26, 180, 360)
        plate.rect(49, 39.5, 52, 62)
    with sheet.ink(SKY) as plate:
        plate.pie(75, 40, 23, 180, 360)
        plate.rect(52, 39.5, 46, 50)
    with sheet.ink(CREAM) as plate:
        plate.oval(84, 40, 9)
    with sheet.ink(MOSS) as plate:
        plate.polygon(
            *[(max(52, min(98, x)), min(89.5, y)) for x, y in ridge([(52, 74), (66, 68), (80, 73), (98, 64)], 89.5)]
        )
    with sheet.ink(INK) as plate:
        plate.rect(74.4, 17, 1.2, 72)
        for y in (40, 57, 74):
            plate.rect(52, y, 46, 1)
        plate.oval(68, 71, 3.6, 4)
        plate.polygon((63, 90), (64, 78), (72, 78), (75, 90))
    with sheet.ink(CREAM) as plate:
        plate.polygon((68, 83), (74, 81), (80, 83), (80, 86), (74, 84.4), (68, 86))
    with sheet.ink(GOLD) as plate:
        plate.line((116, 2), (106, 101), width=1.2)
        plate.line((125, 2), (115, 101), width=1.2)
        for i in range(11):
            plate.line((115.4 - i * 0.95, 8 + i * 9.2), (124.4 - i * 0.95, 8 + i * 9.2), width=0.9)
    return sheet.pull()


def _shelves(sheet: Sheet) -> None:
    spines: list[tuple[float, float, float, float, str]] = []
    for shelf in range(6):
        x = 0.5
        while x < 150:
            width, height = sheet.random.uniform(1.8, 4.4), sheet.random.uniform(9.5, 14)
            colour = sheet.random.choice((RED, OCHRE, CREAM, TEAL, SEA, ROSE, NAVY))
            spines.append((x, 15.6 + shelf * 17 - height, width, height, colour))
            x += width + 0.25
    for colour in (RED, OCHRE, CREAM, TEAL, SEA, ROSE, NAVY):
        with sheet.ink(colour) as plate:
            for x, y, width, height, own in spines:
                if own == colour and not (x + width > 47 and x < 103 and y > 20):
                    plate.rect(x, y, width, height)
    with sheet.ink(INK) as plate:
        for shelf in range(6):
            plate.rect(0, 15.6 + shelf * 17, 150, 1.5)
        for x, y, width, _, _ in spines:
            if width > 2.6:
                plate.rect(x + 0.5, y + 2, width - 1, 0.5)


def courthouse() -> Image.Image:
    """Columns and pediment with a hard diagonal shadow."""
    sheet = Sheet("#c9d6cf", seed=28)
    sheet.wash(SLATE, 101, down=(0.85, 0.0, 0, 80))
    with sheet.ink(CREAM) as plate:
        plate.polygon((14, 34), (75, 8), (136, 34))
        plate.rect(14, 36, 122, 6)
        for i in range(6):
            plate.rect(20 + i * 20.4, 43.5, 8, 36)
            plate.rect(18.4 + i * 20.4, 42, 11.2, 2.4)
            plate.rect(18.4 + i * 20.4, 79, 11.2, 2.4)
        for i in range(4):
            plate.rect(14 - i * 4, 82.4 + i * 4.6, 122 + i * 8, 4)
    with sheet.ink(NAVY) as plate:
        for i in range(5):
            plate.rect(29.6 + i * 20.4, 44, 9.2, 37.4)
        plate.polygon((30, 32), (75, 12.6), (120, 32))
    with sheet.ink(OCHRE) as plate:
        plate.oval(75, 25, 4.6)
        for k in range(5):
            x = 38 + k * 18.5
            plate.oval(x, 28 if k != 2 else 25, 1.2)
        plate.line((38, 28), (112, 28), width=0.6)
    with sheet.ink(INK, over=True) as plate:
        plate.polygon((75, 8), (136, 34), (136, 42), (130, 82), (149, 101), (102, 101), (88, 42))
        plate.screen(0.5, 0.75, 20, 100)
    with sheet.ink(RED) as plate:
        plate.oval(62, 77.6, 1.7)
        plate.polygon((60, 92), (60.6, 80), (63.4, 80), (64, 92))
    return sheet.pull()


def hospital() -> Image.Image:
    """A ward block at night, a few windows lit."""
    sheet = Sheet("#223a52", seed=29)
    sheet.wash(INK, 101, down=(0.7, 0.0, 0, 90))
    with sheet.ink(CREAM) as plate:
        for _ in range(30):
            plate.oval(sheet.random.uniform(0, 150), sheet.random.uniform(0, 40), sheet.random.uniform(0.2, 0.5))
        plate.oval(24, 20, 8)
    with sheet.ink(TEAL) as plate:
        plate.rect(48, 14, 84, 90)
        plate.rect(18, 52, 30, 50)
    with sheet.ink(NAVY) as plate:
        plate.rect(48, 14, 84, 90)
        plate.screen_across(0.0, 0.9, 48, 132)
    lit = {(1, 0), (4, 1), (2, 2), (3, 2), (0, 3), (5, 4), (2, 4), (1, 5), (4, 5)}
    spots = [(c, r) for c in range(6) for r in range(6)]
    for colour, chosen in ((INK, [s for s in spots if s not in lit]), (GOLD, sorted(lit))):
        with sheet.ink(colour) as plate:
            for c, r in chosen:
                plate.rect(53.5 + c * 13, 20 + r * 12.4, 8.6, 8)
    with sheet.ink(INK) as plate:
        for c, r in ((2, 2), (4, 5), (1, 0)):
            plate.oval(58 + c * 13, 23.2 + r * 12.4, 1.4)
            plate.pie(58 + c * 13, 28 + r * 12.4, 2.6, 180, 360)
        plate.rect(0, 96, 150, 6)
    with sheet.ink(RED) as plate:
        plate.rect(28.4, 57, 2.8, 11)
        plate.rect(35.2, 57, 2.8, 11)
        plate.rect(30, 61.2, 6, 2.8)
    with sheet.ink(GOLD) as plate:
        plate.rect(26, 82, 14, 14)
    return sheet.pull()


SCENES = {"library": library, "courthouse": courthouse, "hospital": hospital}
