"""Portraits of the sample edition's authors: busts cut from paper, three or four inks each."""

from __future__ import annotations

from dataclasses import dataclass

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
    PLUM,
    RED,
    ROSE,
    SEA,
    SKY,
    SLATE,
    SQUARE,
    TEAL,
    Plate,
    Sheet,
    curve,
)

Shape = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Sitter:
    """One bust. `hair` names a cut in `BACK` and `FRONT`."""

    ground: str
    halo: str
    skin: str
    shade: str
    hair: str
    tint: str
    coat: str
    shirt: str
    glasses: str = ""
    beard: str = ""
    earrings: str = ""


SITTERS: dict[str, Sitter] = {
    "marisol-achterberg": Sitter(MINT, GOLD, "#c98f66", "#a86d48", "bob", "#2a1f1f", RED, CREAM, earrings=GOLD),
    "dev-ramaswala": Sitter(ROSE, CREAM, "#8d5a3c", "#6d412b", "swept", "#17191f", NAVY, SKY, "#17191f", "#17191f"),
    "joan-threlkeld": Sitter(SEA, CREAM, "#eabf9f", "#cc9676", "crop", "#c9cccb", TEAL, GOLD, RED),
    "kwabena-ostrowe": Sitter(GOLD, RED, "#7d4d35", "#5f3826", "short", "#17130f", MOSS, CREAM, beard="#17130f"),
    "lien-havermark": Sitter(SKY, ROSE, "#e3b48c", "#c38f66", "long", "#1b1b22", PLUM, CREAM, "#5a3850"),
    "tomasz-birdsall": Sitter(OCHRE, CREAM, "#e8bb9b", "#c99273", "bald", "#b4703f", SLATE, CREAM, INK, "#b4703f"),
    "yusra-delamere": Sitter(CREAM, MINT, "#b87f58", "#955f3e", "scarf", TEAL, INK, TEAL),
    "adaeze-lindqvist": Sitter(LEAF, CREAM, "#714530", "#553020", "afro", "#1e1512", OCHRE, CREAM, earrings=RED),
}

BACK: dict[str, Shape] = {
    "bob": ((50, 13), (72, 18), (80, 38), (79, 60), (70, 66), (50, 60), (30, 66), (21, 60), (20, 38), (28, 18)),
    "long": (
        (50, 14),
        (70, 18),
        (78, 36),
        (79, 62),
        (84, 84),
        (66, 86),
        (50, 70),
        (34, 86),
        (16, 84),
        (21, 62),
        (22, 36),
        (30, 18),
    ),
    "afro": ((50, 6), (72, 10), (86, 26), (88, 46), (78, 60), (50, 62), (22, 60), (12, 46), (14, 26), (28, 10)),
    "scarf": (
        (50, 11),
        (70, 16),
        (79, 34),
        (79, 54),
        (74, 72),
        (82, 90),
        (50, 96),
        (18, 90),
        (26, 72),
        (21, 54),
        (21, 34),
        (30, 16),
    ),
}
FRONT: dict[str, Shape] = {
    "bob": ((28, 46), (27, 28), (40, 17), (58, 16), (73, 28), (73, 46), (67, 33), (56, 27), (40, 31), (32, 38)),
    "long": ((28, 46), (27, 28), (40, 17), (60, 17), (73, 28), (73, 46), (69, 36), (64, 26), (48, 24), (36, 32)),
    "swept": ((29, 43), (26, 28), (36, 15), (58, 11), (75, 20), (72, 42), (69, 31), (56, 27), (42, 29), (33, 32)),
    "crop": (
        (27, 48),
        (24, 30),
        (34, 16),
        (52, 12),
        (70, 17),
        (76, 32),
        (73, 48),
        (70, 36),
        (62, 28),
        (46, 31),
        (33, 30),
        (30, 40),
    ),
    "short": (
        (29, 42),
        (28, 27),
        (38, 18),
        (50, 16),
        (62, 18),
        (72, 27),
        (71, 42),
        (68, 31),
        (58, 27),
        (42, 27),
        (32, 31),
    ),
    "bald": ((28, 50), (26, 40), (29, 32), (31, 40), (31, 48)),
    "afro": ((29, 44), (26, 30), (36, 18), (64, 18), (74, 30), (71, 44), (66, 32), (56, 28), (44, 28), (34, 32)),
}


def draw_portrait(slug: str) -> Image.Image:
    """The portrait of the author called `slug`, square; raises KeyError for one who never sat."""
    sitter = SITTERS[slug]
    sheet = Sheet(sitter.ground, (SQUARE, SQUARE), seed=len(slug))
    _ground(sheet, sitter)
    if sitter.hair in BACK:
        _blob(sheet, sitter.tint, BACK[sitter.hair])
    _coat(sheet, sitter)
    _face(sheet, sitter)
    if sitter.beard:
        _beard(sheet, sitter)
    _features(sheet, sitter)
    if sitter.hair in FRONT:
        _blob(sheet, sitter.tint, FRONT[sitter.hair])
        if sitter.hair == "bald":
            _blob(sheet, sitter.tint, tuple((100 - x, y) for x, y in FRONT["bald"]))
    if sitter.hair == "scarf":
        _scarf(sheet, sitter)
    _ornaments(sheet, sitter)
    return sheet.pull()


def _ground(sheet: Sheet, sitter: Sitter) -> None:
    with sheet.ink(sitter.halo) as plate:
        plate.oval(50, 46, 43)
    with sheet.ink(sitter.ground) as plate:
        plate.oval(50, 46, 43)
        plate.screen(0.0, 0.65, 10, 95)


def _blob(sheet: Sheet, colour: str, shape: Shape) -> None:
    with sheet.ink(colour) as plate:
        plate.polygon(*curve([*shape, shape[0]], 6))


def _coat(sheet: Sheet, sitter: Sitter) -> None:
    with sheet.ink(sitter.coat) as plate:
        plate.polygon(*curve([(2, 104), (8, 88), (24, 80), (40, 75), (60, 75), (76, 80), (92, 88), (98, 104)], 6))
    with sheet.ink(sitter.shirt) as plate:
        plate.polygon((38, 75.4), (62, 75.4), (50, 96))
    with sheet.ink(INK, over=True) as plate:
        plate.polygon((60, 75), (76, 80), (92, 88), (98, 104), (56, 104))
        plate.screen_across(0.1, 0.5, 50, 100)
    with sheet.ink(INK) as plate:
        plate.line((37, 75), (50, 98), (63, 75), width=0.9)
        plate.line((50, 98), (50, 101), width=0.9)


def _face(sheet: Sheet, sitter: Sitter) -> None:
    with sheet.ink(sitter.shade) as plate:
        plate.polygon((41, 58), (59, 58), (61, 77), (50, 86), (39, 77))
        plate.oval(28.5, 47, 3.4, 5)
        plate.oval(71.5, 47, 3.4, 5)
    with sheet.ink(sitter.skin) as plate:
        plate.polygon(*curve(_HEAD, 8))
    with sheet.ink(sitter.shade) as plate:
        plate.polygon(
            *curve([(50, 20), (66, 24), (71.6, 40), (70, 56), (62, 67), (52, 71), (57, 58), (52, 50), (54, 36)], 6)
        )
        other = Plate(plate.mask.size, plate.scale)
        other.polygon(*curve(_HEAD, 8))
        plate.within(other)
        plate.screen_across(0.25, 0.85, 48, 74)


_HEAD = [
    (50, 18),
    (64, 22),
    (71.6, 36),
    (70.6, 54),
    (62, 67),
    (50, 72),
    (38, 67),
    (29.4, 54),
    (28.4, 36),
    (36, 22),
    (50, 18),
]


def _beard(sheet: Sheet, sitter: Sitter) -> None:
    jaw = [
        (29, 47),
        (32, 56),
        (42, 57.5),
        (50, 56),
        (58, 57.5),
        (68, 56),
        (71, 47),
        (70, 60),
        (62, 71),
        (50, 76),
        (38, 71),
        (30, 60),
        (29, 47),
    ]
    with sheet.ink(sitter.beard) as plate:
        plate.polygon(*curve(jaw, 6))
    with sheet.ink(sitter.skin) as plate:
        plate.oval(50, 62.6, 5.6, 2)


def _features(sheet: Sheet, sitter: Sitter) -> None:
    with sheet.ink(INK) as plate:
        for x in (41, 59):
            plate.oval(x, 45, 1.7, 2)
            plate.line(*curve([(x - 5, 39.6), (x, 37.8), (x + 5, 39.4)], 5), width=1.3)
    with sheet.ink(sitter.shade) as plate:
        plate.line(*curve([(51, 44), (53.6, 52), (50, 54.4), (47.4, 53.6)], 5), width=1.2)
    with sheet.ink(RED if not sitter.beard else INK) as plate:
        plate.line(*curve([(44.6, 61.6), (50, 63.4), (55.4, 61.2)], 5), width=1.5)


def _scarf(sheet: Sheet, sitter: Sitter) -> None:
    """A headscarf: its front edge, and two folds."""
    rim = [
        (28, 54),
        (25, 36),
        (34, 20),
        (50, 14),
        (66, 20),
        (75, 36),
        (72, 54),
        (69, 38),
        (62, 26),
        (50, 22),
        (38, 26),
        (31, 38),
    ]
    _blob(sheet, sitter.tint, tuple(rim))
    _blob(
        sheet,
        sitter.tint,
        ((29, 52), (34, 66), (50, 73), (66, 66), (71, 52), (76, 70), (64, 84), (50, 88), (36, 84), (24, 70)),
    )
    with sheet.ink(GOLD) as plate:
        plate.line(*curve([(27, 62), (38, 76), (54, 80), (70, 74)], 6), width=0.8)
        plate.line(*curve([(24, 76), (38, 86), (58, 88), (76, 80)], 6), width=0.8)


def _ornaments(sheet: Sheet, sitter: Sitter) -> None:
    if sitter.glasses:
        with sheet.ink(sitter.glasses) as plate:
            plate.ring(40.4, 45.4, 7, 1.1)
            plate.ring(59.6, 45.4, 7, 1.1)
            plate.line((47, 44.4), (53, 44.4), width=1.1)
            plate.line((33.4, 44), (28.6, 43), width=1.1)
            plate.line((66.6, 44), (71.4, 43), width=1.1)
    if sitter.earrings:
        with sheet.ink(sitter.earrings) as plate:
            plate.oval(28, 56.4, 2.1)
            plate.oval(72, 56.4, 2.1)
