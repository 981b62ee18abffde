"""An illustration of the docks: the cranes at work."""

from __future__ import annotations

from PIL import Image

from broadsheet.importers.sample.pictures_press import (
    BRICK,
    CREAM,
    INK,
    NAVY,
    OCHRE,
    RED,
    SLATE,
    TEAL,
    Plate,
    Sheet,
    wave,
)


def cranes() -> Image.Image:
    """Harbour cranes before an evening sky, a ship at the berth."""
    sheet = Sheet("#f3d9ad", seed=77)
    sheet.wash(RED, 74, down=(0.05, 0.6, 0, 74))
    with sheet.ink(CREAM) as plate:
        plate.oval(36, 50, 17)
    with sheet.ink(SLATE) as plate:
        for x, y, width in ((0, 62, 30), (30, 57, 16), (92, 60, 22), (120, 54, 40)):
            plate.rect(x, y, width, 20)
    with sheet.ink(INK) as plate:
        for x, size in ((58, 1.0), (104, 1.25)):
            _crane(plate, x, size)
        plate.polygon((8, 66), (88, 66), (80, 80), (16, 80))
        plate.rect(14, 54, 12, 12)
        plate.rect(18, 46, 3, 9)
    for i, colour in enumerate((OCHRE, TEAL, BRICK, CREAM)):
        with sheet.ink(colour) as plate:
            for n in range(10):
                if n % 4 == i:
                    plate.rect(31 + n % 5 * 10.4, 59.6 - n // 5 * 6.6, 9.6, 6)
    with sheet.ink(NAVY) as plate:
        plate.polygon(*wave(80, 0.8, 22), (155, 101), (-5, 101))
    with sheet.ink(INK) as plate:
        plate.polygon(*wave(90, 0.9, 26, 8), (155, 101), (-5, 101))
    with sheet.ink(OCHRE) as plate:
        for i in range(5):
            plate.rect(36 - 15 + i * 2.4, 83 + i * 3, 30 - i * 4.8, 1)
    return sheet.pull()


def _crane(plate: Plate, x: float, size: float) -> None:
    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, 80 + dy * size

    for dx in (0, 16):
        plate.line(at(dx, 0), at(dx + (2 if dx == 0 else -2), -34), width=1.4 * size)
    plate.line(at(1, -17), at(15, -17), width=1.1 * size)
    plate.line(at(0, -2), at(15, -17), width=0.6 * size)
    plate.polygon(at(0, -34), at(16, -34), at(14, -42), at(3, -42))
    plate.line(at(12, -38), at(-27, -58), width=1.5 * size)
    plate.line(at(9, -54), at(-27, -58), width=0.5 * size)
    plate.line(at(9, -40), at(9, -54), width=1.1 * size)
    plate.line(at(9, -54), at(20, -38), width=0.6 * size)
    plate.rect(x + 15 * size, 80 - 42 * size, 6 * size, 6 * size)
    plate.line(at(-27, -58), at(-27, -34), width=0.4 * size)
    plate.rect(x - 28.6 * size, 80 - 34 * size, 3.2 * size, 2.4 * size)


SCENES = {"cranes": cranes}
