"""One size of a picture for machines: its address, its size in pixels, its type."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.discovery.addresses import absolute
from broadsheet.media.models import Image
from broadsheet.media.pictures import address, rendition_size


@dataclass(frozen=True)
class Still:
    """A picture in one size; `length` in bytes, 0 where nobody knows it yet."""

    url: str
    width: int
    height: int
    mime: str
    alt: str = ""
    length: int = 0
    credit: str = ""


def still(image: Image, width: int, height: int, kind: str = "webp") -> Still:
    """`image` cropped to the shape of `width` × `height` and at most as large; its renditions must be prefetched."""
    spec_width, spec_height = _fitting(image, width, height)
    spec = f"fill-{spec_width}x{spec_height}|format-{kind}"
    return Still(
        url=absolute(address(image, spec)),
        width=spec_width,
        height=spec_height,
        mime=f"image/{kind}",
        alt=image.description or image.title,
        length=_length(image, spec),
        credit=image.credit,
    )


def _fitting(image: Image, width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, image.width / width, image.height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _length(image: Image, spec: str) -> int:
    """Size of the rendition's file in bytes; 0 while it is not made, or where asking would be a network call."""
    if not image.is_stored_locally():
        return 0
    try:
        return rendition_size(image, spec)
    except OSError:
        return 0
