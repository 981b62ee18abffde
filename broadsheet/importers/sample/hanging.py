"""Drawing the illustrations and putting them into the picture library with alt text, caption, credit and licence."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as PILImage

from broadsheet.articles.models import Author
from broadsheet.importers.sample.pictures import draw
from broadsheet.importers.sample.pictures_people import SITTERS, draw_portrait
from broadsheet.media.models import Image, Licence

CREDIT = "Illustration: Broadsheet"
QUALITY = 88


def hang_pictures(table: Mapping[str, Mapping[str, Any]], kept: dict[str, Image]) -> None:
    """Draw and keep the illustrations that `table` names, adding each to `kept` by its name."""
    for name, row in table.items():
        kept[name] = _keep(draw(name), name, **row)


def hang_portraits(authors: Mapping[str, Author]) -> None:
    """Give each author a portrait who sat for one; an institution does not."""
    for slug, author in authors.items():
        if slug not in SITTERS:
            continue
        author.portrait = _keep(draw_portrait(slug), f"portrait-{slug}", alt=f"Drawn portrait of {author.name}.")
        author.save()


def _keep(
    drawing: PILImage.Image, name: str, *, alt: str, caption: str = "", focus: tuple[float, ...] | None = None
) -> Image:
    data = BytesIO()
    drawing.save(data, "JPEG", quality=QUALITY)
    data.seek(0)
    image = Image(
        title=name.replace("-", " ").capitalize(),
        file=ImageFile(data, name=f"{name}.jpg"),
        description=alt,
        caption=caption,
        credit=CREDIT,
        licence=Licence.CC0,
    )
    if focus:
        x, y, width, height = focus
        image.focal_point_x, image.focal_point_y = round(x * drawing.width), round(y * drawing.height)
        image.focal_point_width, image.focal_point_height = round(width * drawing.width), round(height * drawing.height)
    image.save()
    return image
