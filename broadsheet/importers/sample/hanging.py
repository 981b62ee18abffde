"""Putting the illustrations into the picture library with alt text, caption, credit and licence."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile

from broadsheet.articles.models import Author
from broadsheet.importers.sample.drawing import PORTRAIT, Jpeg
from broadsheet.importers.sample.pictures_people import SITTERS
from broadsheet.media.models import Image, Licence

CREDIT = "Illustration: Broadsheet"


def hang_pictures(table: Mapping[str, Mapping[str, Any]], kept: dict[str, Image], jpeg: Jpeg) -> None:
    """Keep the illustrations that `table` names, adding each to `kept` by its name."""
    for name, row in table.items():
        kept[name] = _keep(jpeg, name, **row)


def hang_portraits(authors: Mapping[str, Author], jpeg: Jpeg) -> None:
    """Give each author a portrait who sat for one; an institution does not."""
    for slug, author in authors.items():
        if slug not in SITTERS:
            continue
        author.portrait = _keep(jpeg, PORTRAIT + slug, alt=f"Drawn portrait of {author.name}.")
        author.save()


def _keep(jpeg: Jpeg, name: str, *, alt: str, caption: str = "", focus: tuple[float, ...] | None = None) -> Image:
    file = ImageFile(BytesIO(jpeg(name)), name=f"{name}.jpg")
    image = Image(
        title=name.replace("-", " ").capitalize(),
        file=file,
        description=alt,
        caption=caption,
        credit=CREDIT,
        licence=Licence.CC0,
    )
    if focus:
        x, y, width, height = focus
        image.focal_point_x, image.focal_point_y = round(x * file.width), round(y * file.height)
        image.focal_point_width, image.focal_point_height = round(width * file.width), round(height * file.height)
    image.save()
    return image
