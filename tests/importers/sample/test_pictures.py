"""The illustrations are drawn the same each time, at the size that the front needs."""

from __future__ import annotations

import pytest
from PIL import ImageStat

from broadsheet.importers.sample.pictures import SCENES
from broadsheet.importers.sample.pictures_people import SITTERS, draw_portrait
from broadsheet.importers.sample.pictures_press import HEIGHT, SQUARE, WIDTH, Sheet


def test_the_same_picture_comes_out_the_same():
    assert SCENES["terraces"]().tobytes() == SCENES["terraces"]().tobytes()


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_picture_fills_its_sheet_with_more_than_one_tone(name: str):
    picture = SCENES[name]()
    assert picture.size == (WIDTH, HEIGHT)
    assert max(ImageStat.Stat(picture).stddev) > 25


@pytest.mark.parametrize("slug", sorted(SITTERS))
def test_a_portrait_is_square(slug: str):
    assert draw_portrait(slug).size == (SQUARE, SQUARE)


def test_ink_lies_only_where_the_plate_was_drawn():
    sheet = Sheet("#ffffff")
    with sheet.ink("#000000") as plate:
        plate.rect(0, 0, 75, 100)
    assert sheet.print.getpixel((1500, 500)) == (255, 255, 255)
    assert ImageStat.Stat(sheet.print.crop((100, 100, 400, 400))).mean[0] < 60


def test_a_plate_without_ink_prints_nothing():
    sheet = Sheet("#ffffff")
    with sheet.ink("#000000") as plate:
        plate.screen(0.5, 0.5)
    assert sheet.print.getextrema() == ((255, 255), (255, 255), (255, 255))


def test_halftone_covers_about_the_share_that_was_asked_for():
    sheet = Sheet("#ffffff")
    with sheet.ink("#000000") as plate:
        plate.rect(0, 0, 150, 100)
        plate.screen(0.5, 0.5)
    assert 90 < ImageStat.Stat(sheet.print.convert("L")).mean[0] < 175
