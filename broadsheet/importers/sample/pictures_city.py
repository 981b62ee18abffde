"""Illustrations of the city: its council and its streets."""

from __future__ import annotations

import math

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    BRICK,
    CREAM,
    FOG,
    GOLD,
    INK,
    MINT,
    NAVY,
    OCHRE,
    PLUM,
    RED,
    ROSE,
    SEA,
    SLATE,
    TEAL,
    Sheet,
    ridge,
)


def hemicycle() -> Image.Image:
    """Seats of a chamber in half circles; one red seat more on the one side than on the other."""
    sheet = Sheet("#f0e6d2", seed=21)
    with sheet.ink(MINT) as plate:
        plate.pie(75, 90, 78, 180, 360)
        plate.screen(0.8, 0.1, 10, 92)
    with sheet.ink(CREAM) as plate:
        plate.pie(75, 90, 19, 180, 360)
    seats = [
        (75 + r * math.cos(a), 90 + r * math.sin(a), math.degrees(a) - 180)
        for r, n in ((32, 7), (43, 9), (54, 11), (65, 14))
        for a in (math.pi * (1 + (i + 0.5) / n) for i in range(n))
    ]
    ordered = sorted(seats, key=lambda seat: seat[2])
    for colour, chosen in ((RED, ordered[:21]), (NAVY, ordered[21:])):
        with sheet.ink(INK) as plate:
            for x, y, _ in chosen:
                plate.oval(x + 0.7, y + 1, 4)
        with sheet.ink(colour) as plate:
            for x, y, _ in chosen:
                plate.oval(x, y, 4)
        with sheet.ink(CREAM) as plate:
            for x, y, turn in chosen:
                plate.arc(x, y, 2.6, 2.6, turn + 180 - 60, turn + 180 + 60, 0.7)
    with sheet.ink(INK) as plate:
        plate.rect(0, 90, 150, 11)
        plate.round(66, 79, 18, 12, 1)
        plate.oval(75, 76, 3)
    with sheet.ink(OCHRE) as plate:
        plate.rect(68, 83, 14, 1)
        plate.rect(0, 91.5, 150, 0.8)
    return sheet.pull()


def chamber() -> Image.Image:
    """Tall windows throwing light across the benches of a council chamber."""
    sheet = Sheet("#e9d5b4", seed=22)
    sheet.wash(PLUM, 101)
    sheet.wash(INK, 101, down=(0.75, 0.0, 0, 70))
    windows = (20, 55, 90, 125)
    with sheet.ink(GOLD) as plate:
        for x in windows:
            plate.pie(x, 22, 11, 180, 360)
            plate.rect(x - 11, 21.5, 22, 38)
    with sheet.ink(CREAM) as plate:
        for x in windows:
            plate.pie(x, 22, 11, 180, 360)
            plate.rect(x - 11, 21.5, 22, 38)
            plate.screen(0.9, 0.1, 8, 60)
    with sheet.ink(INK) as plate:
        for x in windows:
            plate.rect(x - 0.6, 10, 1.2, 50)
            for y in (22, 34, 46):
                plate.rect(x - 11, y, 22, 0.9)
    with sheet.ink(OCHRE) as plate:
        for x in windows:
            plate.polygon((x - 11, 62), (x + 11, 62), (x + 1, 101), (x - 31, 101))
            plate.screen(0.9, 0.35, 62, 101)
    _benches(sheet)
    return sheet.pull()


def _benches(sheet: Sheet) -> None:
    for row, (y, colour) in enumerate(((66, BRICK), (76, RED), (88, BRICK))):
        with sheet.ink(INK) as plate:
            plate.rect(0, y + 1.2, 150, 14)
            for i in range(11 - row * 2):
                x = 8 + i * (14 + row * 4) + row * 3
                plate.oval(x, y - 6 - row, 2.6 + row * 0.8, 3.1 + row)
                plate.pie(x, y + 3 + row, 5.6 + row * 1.6, 180, 360)
        with sheet.ink(colour) as plate:
            plate.rect(0, y + 2, 150, 10 + row * 2)
            plate.screen(0.95, 0.5, y, y + 13)
        with sheet.ink(GOLD) as plate:
            plate.rect(0, y + 1.4, 150, 0.8)


def terraces() -> Image.Image:
    """Rows of narrow houses stepping up a hill at dusk."""
    sheet = Sheet("#f3dfbf", seed=23)
    sheet.wash(ROSE, 60, down=(0.8, 0.0, 0, 50))
    with sheet.ink(CREAM) as plate:
        plate.oval(121, 19, 9)
    rows = ((24, 11, (MINT, FOG, ROSE)), (42, 13, (OCHRE, CREAM, SEA)), (62, 16, (RED, ROSE, CREAM)))
    for row, (base, width, colours) in enumerate(rows):
        _terrace(sheet, base, width, colours, row)
    with sheet.ink(INK) as plate:
        plate.polygon(*ridge([(-5, 96), (40, 93), (90, 95), (156, 90)]))
    with sheet.ink(GOLD) as plate:
        for x in (22, 74, 126):
            plate.oval(x, 80.5, 1.6)
    with sheet.ink(INK) as plate:
        for x in (22, 74, 126):
            plate.rect(x - 0.4, 82, 0.8, 15)
            plate.rect(x - 1.5, 78.4, 3, 0.8)
    return sheet.pull()


def _terrace(sheet: Sheet, base: float, width: float, colours: tuple[str, ...], row: int) -> None:
    houses = []
    x, i = -6.0 + row * 3, 0
    while x < 152:
        houses.append((x, base + 6 * math.sin(x / 32 + row) + sheet.random.uniform(-1, 1), colours[i * 7 % 3]))
        x, i = x + width, i + 1
    for colour in colours:
        with sheet.ink(colour) as plate:
            for x, y, own in houses:
                if own == colour:
                    plate.polygon((x, y), (x + width / 2, y - width * 0.62), (x + width, y), (x + width, 101), (x, 101))
    with sheet.ink((SLATE, NAVY, INK)[row]) as plate:
        for x, y, _ in houses:
            plate.line((x, y), (x + width / 2, y - width * 0.62), (x + width, y), width=1.5)
            plate.rect(x + width - 2.6, y - width * 0.62, 2.6, width * 0.62)
            plate.rect(x - 0.2, y, 0.4, 60)
    lit = [h for h in houses if sheet.random.random() < 0.6]
    for colour, chosen in ((GOLD, lit), (NAVY, [h for h in houses if h not in lit])):
        with sheet.ink(colour) as plate:
            for x, y, _ in chosen:
                plate.rect(x + width * 0.2, y + 3, width * 0.22, width * 0.34)
                plate.rect(x + width * 0.58, y + 3, width * 0.22, width * 0.34)
                plate.rect(x + width * 0.2, y + 3 + width * 0.6, width * 0.22, width * 0.34)


def night_bus() -> Image.Image:
    """A lit bus on a dark street under the moon."""
    sheet = Sheet("#1f3348", seed=24)
    sheet.wash(INK, 101, down=(0.85, 0.1, 0, 75))
    with sheet.ink(CREAM) as plate:
        plate.oval(122, 20, 10)
        plate.oval(118, 17.5, 9, ink=0)
    with sheet.ink(TEAL) as plate:
        for x, y, width in (
            (0, 36, 20),
            (22, 28, 16),
            (40, 42, 22),
            (64, 32, 14),
            (80, 44, 26),
            (108, 36, 17),
            (127, 46, 24),
        ):
            plate.rect(x, y, width, 46)
            plate.screen(0.95, 0.6)
    with sheet.ink(GOLD) as plate:
        for _ in range(26):
            plate.rect(sheet.random.randrange(2, 148, 5), sheet.random.randrange(48, 70, 6), 1.8, 2.6)
    with sheet.ink(INK) as plate:
        plate.rect(0, 80, 150, 21)
    with sheet.ink(OCHRE) as plate:
        plate.polygon((129, 74), (150, 82), (150, 92), (129, 80))
        plate.screen_across(0.9, 0.2, 125, 150)
    _bus(sheet)
    return sheet.pull()


def _bus(sheet: Sheet) -> None:
    with sheet.ink(RED) as plate:
        plate.round(24, 40, 106, 42, 5)
    with sheet.ink(CREAM) as plate:
        plate.rect(24, 66, 106, 2)
    with sheet.ink(GOLD) as plate:
        for i in range(6):
            plate.round(29 + i * 13.4, 46, 11.4, 15, 1.6)
        plate.round(110, 45, 17.5, 20, 2)
        plate.round(127, 72, 3.4, 4, 1)
    with sheet.ink(INK) as plate:
        for i in (0, 1, 3, 5):
            x = 34.5 + i * 13.4
            plate.oval(x, 53, 2.6, 3)
            plate.pie(x, 62.5, 5, 180, 360)
        plate.rect(28, 61, 80, 1.5)
        plate.oval(118, 54, 3, 3.4)
        plate.pie(118, 65.2, 6, 180, 360)
        for x in (46, 108):
            plate.oval(x, 82, 8.6)
    with sheet.ink(SLATE) as plate:
        for x in (46, 108):
            plate.oval(x, 82, 4)
    with sheet.ink(CREAM) as plate:
        for x in (6, 46, 86, 126):
            plate.rect(x, 95, 18, 1.2)


def ballot() -> Image.Image:
    """A folded paper going into a ballot box, both throwing long shadows."""
    sheet = Sheet("#e6d9bd", seed=25)
    sheet.wash(SEA, 62)
    sheet.wash(TEAL, 62, across=(0.0, 0.9))
    with sheet.ink(INK, over=True) as plate:
        plate.polygon((92, 92), (150, 70), (150, 101), (60, 101))
        plate.screen_across(0.9, 0.2, 80, 150)
    with sheet.ink(NAVY) as plate:
        plate.polygon((44, 50), (84, 56), (84, 97), (44, 88))
    with sheet.ink(INK) as plate:
        plate.polygon((84, 56), (110, 48), (110, 86), (84, 97))
    with sheet.ink(SLATE) as plate:
        plate.polygon((44, 50), (70, 43), (110, 48), (84, 56))
    with sheet.ink(INK) as plate:
        plate.polygon((64, 50.2), (86, 46.6), (89, 47.4), (67, 51.2))
    with sheet.ink(CREAM) as plate:
        plate.polygon((62, 14), (87, 8), (88.4, 47.2), (65, 50.8))
    with sheet.ink(FOG) as plate:
        plate.polygon((75, 11), (87, 8), (88.4, 47.2), (77, 49))
    with sheet.ink(RED) as plate:
        plate.line((66, 26), (69, 30), (74, 19), width=1.6)
        plate.polygon((50, 63), (78, 67), (78, 82), (50, 76))
    with sheet.ink(CREAM) as plate:
        for y in (67, 71, 75):
            plate.line((54, y), (74, y + 3), width=0.9)
    return sheet.pull()


def siren() -> Image.Image:
    """A horn above the roofs, its sound in arcs."""
    sheet = Sheet("#ecd9b0", seed=27)
    sheet.wash(OCHRE, 101, across=(0.0, 0.55))
    with sheet.ink(RED) as plate:
        for r in range(44, 130, 12):
            plate.arc(62, 44, r, r, -42, 42, 2.6)
    with sheet.ink(INK) as plate:
        plate.rect(39, 44, 4, 60)
        plate.rect(30, 57, 22, 2.4)
    with sheet.ink(NAVY) as plate:
        plate.polygon((34, 38), (52, 36), (80, 18), (80, 70), (52, 52), (34, 50))
        plate.round(24, 36, 13, 16, 3)
    with sheet.ink(SLATE) as plate:
        plate.oval(80, 44, 7, 26)
    with sheet.ink(INK) as plate:
        plate.oval(81, 44, 4.4, 19)
    with sheet.ink(CREAM) as plate:
        plate.line((54, 38), (77, 24), width=0.8)
    with sheet.ink(TEAL) as plate:
        x = -4
        while x < 152:
            width, y = sheet.random.choice((14, 17, 21)), sheet.random.uniform(80, 88)
            plate.polygon((x, y), (x + width / 2, y - 7), (x + width, y), (x + width, 101), (x, 101))
            plate.rect(x + width * 0.7, y - 8, 2, 7)
            x += width
    with sheet.ink(INK) as plate:
        plate.rect(0, 94, 150, 8)
    with sheet.ink(GOLD) as plate:
        for x in range(4, 150, 11):
            plate.rect(x, 89, 2.2, 3)
    return sheet.pull()


SCENES = {
    "hemicycle": hemicycle,
    "chamber": chamber,
    "terraces": terraces,
    "night-bus": night_bus,
    "ballot": ballot,
    "siren": siren,
}
