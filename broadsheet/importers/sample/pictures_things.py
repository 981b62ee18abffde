"""Illustrations of things that people make and use: instruments, type, bread, tools."""

from __future__ import annotations

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    BRICK,
    CREAM,
    GOLD,
    INK,
    LEAF,
    NAVY,
    OCHRE,
    PLUM,
    RED,
    ROSE,
    SEA,
    SLATE,
    TEAL,
    Plate,
    Sheet,
)


def organ() -> Image.Image:
    """Organ pipes rising over the heads of a choir."""
    sheet = Sheet(PLUM, seed=61)
    sheet.wash(INK, 101, down=(0.8, 0.0, 0, 80))
    pipes = [(2 + i * 7.4, 10 + abs(i - 9.5) * 3.1 + (i % 2) * 5) for i in range(20)]
    with sheet.ink(GOLD) as plate:
        for x, y in pipes:
            plate.round(x, y, 5.8, 70, 2.8)
    with sheet.ink(OCHRE) as plate:
        for x, y in pipes:
            plate.rect(x + 3.6, y + 1.4, 2.2, 70)
    with sheet.ink(INK) as plate:
        for x, _ in pipes:
            plate.polygon((x + 1, 56), (x + 4.8, 56), (x + 2.9, 50))
            plate.rect(x, 57, 5.8, 0.7)
        plate.rect(0, 68, 150, 34)
    with sheet.ink(CREAM) as plate:
        for x, y in pipes:
            plate.rect(x + 1, y + 4, 0.7, max(3, 44 - y))
    skins = ("#eabf9f", "#8d5a3c", "#c98f66", "#6a4230", "#e3b48c")
    for row, (y, colour) in enumerate(((74, RED), (83, NAVY), (93, BRICK))):
        spots = [(3 + i * (9.6 + row * 1.4) + row * 4, y + (i % 2)) for i in range(17 - row * 2)]
        with sheet.ink(colour) as plate:
            for x, top in spots:
                plate.round(x - 5, top + 3, 10, 30, 4.4)
        for i, skin in enumerate(skins):
            with sheet.ink(skin) as plate:
                for x, top in spots[i::5]:
                    plate.oval(x, top, 3.2, 3.9)
        with sheet.ink(INK) as plate:
            for n, (x, top) in enumerate(spots):
                plate.oval(x, top + 1.4, 1, 1.3)
                if n % 4 != 2:
                    plate.pie(x, top - 0.9, 3.5, 180, 360)
        with sheet.ink(CREAM) as plate:
            for x, top in spots:
                plate.polygon(
                    (x - 3.6, top + 8),
                    (x, top + 9),
                    (x + 3.6, top + 8),
                    (x + 3.6, top + 11),
                    (x, top + 12),
                    (x - 3.6, top + 11),
                )
    return sheet.pull()


def market() -> Image.Image:
    """Market stalls under striped awnings, with crates of fruit and customers."""
    sheet = Sheet("#efdcb8", seed=62)
    sheet.wash(ROSE, 60, down=(0.8, 0.0, 0, 56))
    with sheet.ink(NAVY) as plate:
        for x, y, width in ((0, 26, 22), (24, 18, 15), (41, 30, 30), (74, 22, 20), (96, 14, 14), (112, 28, 40)):
            plate.rect(x, y, width, 60)
            plate.polygon((x - 1, y), (x + width / 2, y - 8), (x + width + 1, y))
            plate.screen(0.8, 0.8)
    stalls = ((-6, 50, RED), (49, 47, TEAL), (104, 50, OCHRE))
    with sheet.ink(SLATE) as plate:
        plate.rect(0, 62, 150, 40)
    for x, y, colour in stalls:
        _stall(sheet, x, y, colour)
    _fruit(sheet)
    customers = (
        (30, 70, NAVY, "#8d5a3c"),
        (40, 75, RED, "#eabf9f"),
        (97, 70, PLUM, "#c98f66"),
        (144, 72, TEAL, "#6a4230"),
    )
    for x, y, coat, skin in customers:
        with sheet.ink(coat) as plate:
            plate.round(x - 7, y + 6, 14, 40, 5.5)
        with sheet.ink(skin) as plate:
            plate.round(x - 2, y + 2, 4, 6, 1)
            plate.oval(x - 4.8, y + 0.4, 1, 1.6)
            plate.oval(x + 4.8, y + 0.4, 1, 1.6)
        with sheet.ink(INK) as plate:
            plate.oval(x, y - 0.4, 4.8, 5.2)
    return sheet.pull()


def _stall(sheet: Sheet, x: float, y: float, colour: str) -> None:
    with sheet.ink(INK) as plate:
        plate.rect(x + 3, y, 1.4, 50)
        plate.rect(x + 46, y, 1.4, 50)
    with sheet.ink(CREAM) as plate:
        plate.polygon((x + 6, y - 14), (x + 44, y - 14), (x + 50, y), (x, y))
        for i in range(7):
            plate.pie(x + 3.57 + i * 7.14, y - 0.2, 3.57, 0, 180)
    with sheet.ink(colour) as plate:
        for i in range(0, 7, 2):
            a, b = i / 7, (i + 1) / 7
            plate.polygon((x + 6 + 38 * a, y - 14), (x + 6 + 38 * b, y - 14), (x + 50 * b, y), (x + 50 * a, y))
            plate.pie(x + 3.57 + i * 7.14, y - 0.2, 3.57, 0, 180)


def _fruit(sheet: Sheet) -> None:
    crates = [(x, y) for y in (72, 84) for x in (-4, 12, 52, 68, 84, 108, 124)]
    colours = (RED, LEAF, GOLD, OCHRE, PLUM)
    for i, colour in enumerate(colours):
        with sheet.ink(colour) as plate:
            for x, y in crates[i::5]:
                for row in range(3):
                    for column in range(4 - row % 2):
                        plate.oval(x + 3 + column * 3.4 + row % 2 * 1.7, y - row * 2.2 + 0.8, 1.9)
    with sheet.ink(BRICK) as plate:
        for x, y in crates:
            plate.polygon((x, y + 1.6), (x + 15, y + 1.6), (x + 14, y + 9.6), (x + 1, y + 9.6))
    with sheet.ink(OCHRE) as plate:
        for x, y in crates:
            plate.rect(x + 0.6, y + 4, 13.8, 0.7)
            plate.rect(x + 0.8, y + 7, 13.4, 0.7)


def jars() -> Image.Image:
    """Preserving jars on a shelf, lit from behind."""
    sheet = Sheet("#f0ddb5", seed=63)
    sheet.wash(SEA, 101)
    sheet.wash(TEAL, 101, down=(0.05, 0.9))
    row = ((6, 30, 24, GOLD), (34, 22, 26, OCHRE), (64, 34, 22, RED), (90, 24, 26, PLUM), (120, 32, 24, GOLD))
    with sheet.ink(INK) as plate:
        plate.rect(0, 86, 150, 16)
        for x, y, width, _ in row:
            plate.round(x + 1.6, y + 9, width, 78 - y, 3)
    for x, y, width, colour in row:
        with sheet.ink(colour) as plate:
            plate.round(x, y + 8, width, 78 - y, 3.4)
        with sheet.ink(INK, over=True) as plate:
            plate.round(x, y + 8, width, 78 - y, 3.4)
            plate.screen_across(0.0, 0.6, x, x + width)
    with sheet.ink(CREAM) as plate:
        for x, y, width, _ in row:
            plate.rect(x + 4, y + (86 - y) * 0.46, width - 8, 14)
            plate.round(x + 2.2, y + 12, 1.5, 60 - y, 0.7)
    for i, colour in enumerate((RED, CREAM, NAVY)):
        with sheet.ink(colour) as plate:
            for x, y, width, _ in row[i::3]:
                plate.round(x + 1.4, y, width - 2.8, 7, 1.4)
                plate.polygon((x - 1, y + 9), (x + 2, y + 3), (x + width - 2, y + 3), (x + width + 1, y + 9))
    with sheet.ink(INK) as plate:
        for x, y, width, _ in row:
            plate.rect(x + 1, y + 6, width - 2, 0.8)
            for k in (5, 8):
                plate.rect(x + 6, y + (86 - y) * 0.46 + k - 1, width - 12, 0.7)
    with sheet.ink(BRICK) as plate:
        plate.rect(0, 86, 150, 3)
    return sheet.pull()


def type_case() -> Image.Image:
    """Wood letters locked in a forme, printed in two colours."""
    sheet = Sheet("#efe2c6", seed=64)
    blocks = [
        (12, 10, 24, 38, "L"),
        (38, 10, 24, 38, "I"),
        (64, 10, 34, 38, "F"),
        (100, 10, 38, 38, "E"),
        (12, 52, 38, 38, "T"),
        (52, 52, 20, 38, "I"),
        (74, 52, 34, 38, "L"),
        (110, 52, 28, 38, "E"),
    ]
    with sheet.ink(INK) as plate:
        plate.rect(4, 3, 142, 94)
        plate.rect(9, 8, 132, 84, ink=0)
    for i, colour in enumerate((RED, TEAL, OCHRE)):
        with sheet.ink(colour) as plate:
            for x, y, width, height, _ in blocks[i::3]:
                plate.rect(x, y, width, height)
    with sheet.ink(INK, over=True) as plate:
        for n, (x, y, width, height, _) in enumerate(blocks):
            for _knot in range(9):
                shift = sheet.random.uniform(0, height)
                plate.line((x, y + shift), (x + width, min(y + height, y + shift + (n % 3 - 1))), width=0.18)
    with sheet.ink(CREAM) as plate:
        for x, y, width, height, letter in blocks:
            _letter(plate, letter, x + 4, y + 4, width - 8, height - 8)
    with sheet.ink(INK, over=True) as plate:
        plate.rect(9, 8, 132, 84)
        plate.screen_across(0.0, 0.42, 60, 150)
    return sheet.pull()


def _letter(plate: Plate, letter: str, x: float, y: float, width: float, height: float) -> None:
    """A heavy sans serif capital made of bars."""
    bar = 6.4
    if letter == "T":
        plate.rect(x + (width - bar - 1) / 2, y, bar + 1, height)
    elif letter == "I":
        plate.rect(x + (width - bar - 1) / 2, y, bar + 1, height)
        return
    else:
        plate.rect(x, y, bar + 1, height)
    if letter in "TFE":
        plate.rect(x, y, width, bar)
    if letter in "FE":
        plate.rect(x, y + (height - bar) / 2, width * 0.82, bar)
    if letter in "LE":
        plate.rect(x, y + height - bar, width, bar)


SCENES = {"organ": organ, "market": market, "jars": jars, "type-case": type_case}
