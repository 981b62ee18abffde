"""AVIF at a speed that a small machine can bear (docs/decisions/0004)."""

from __future__ import annotations

from typing import BinaryIO

from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

SPEED = 9
"""libavif's, 0 (slowest) to 10. Willow leaves it at Pillow's 6, which takes ten times as long."""


def save_as_avif(
    image: PillowImage, f: BinaryIO, quality: int = 80, lossless: bool = False, apply_optimizers: bool = True
) -> AvifImageFile:
    """Write `image` to `f` as AVIF, as Willow does, at `SPEED`; `lossless` means quality 100 without subsampling."""
    profile = image.get_icc_profile()
    if profile is not None and image.image.mode == "CMYK":
        image = image.transform_colorspace_to_srgb()
        profile = image.get_icc_profile()
    options = {"quality": 100, "subsampling": "4:4:4"} if lossless else {"quality": quality}
    if profile is not None:
        options["icc_profile"] = profile
    image.image.save(f, "AVIF", speed=SPEED, **options)
    return AvifImageFile(f)


def register() -> None:
    """Let Willow, and so Wagtail's renditions, use it."""
    registry.register_operation(PillowImage, "save_as_avif", save_as_avif)
