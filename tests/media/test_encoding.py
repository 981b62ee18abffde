"""AVIF as pages show it."""

from io import BytesIO

from PIL import Image as PILImage
from PIL import ImageCms
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from broadsheet.media.encoding import save_as_avif


def written(picture: PILImage.Image, **options: bool) -> PILImage.Image:
    data = BytesIO()
    save_as_avif(PillowImage(picture), data, quality=52, **options)
    return PILImage.open(data)


def test_a_picture_stays_the_same_picture() -> None:
    picture = written(PILImage.new("RGB", (64, 48), (200, 30, 40)))
    assert (picture.format, picture.size) == ("AVIF", (64, 48))
    red, green, blue = picture.convert("RGB").tobytes()[:3]
    assert abs(red - 200) < 8
    assert abs(green - 30) < 8
    assert abs(blue - 40) < 8


def test_what_is_transparent_stays_transparent() -> None:
    assert written(PILImage.new("RGBA", (16, 16), (0, 0, 0, 0))).convert("RGBA").tobytes()[3] == 0


def test_lossless_keeps_every_pixel() -> None:
    picture = PILImage.linear_gradient("L").convert("RGB")
    assert max(written(picture, lossless=True).convert("RGB").tobytes()) == 255


def test_a_colour_profile_is_kept() -> None:
    picture = PILImage.new("RGB", (16, 16), (10, 20, 30))
    picture.info["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert written(picture).info.get("icc_profile")


def test_renditions_are_encoded_by_it() -> None:
    operation, *_ = registry.find_operation(PillowImage, "save_as_avif")
    assert operation is save_as_avif
