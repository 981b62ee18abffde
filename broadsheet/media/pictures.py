"""The shapes in which pages show pictures, and the HTML of one picture.

A page never makes a rendition while it renders: a rendition that exists is linked by its file, one that does not by
a signed address that makes it when a browser asks (see `urls`). `make_renditions` makes all of them beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import Filter
from wagtail.images.utils import generate_signature

from broadsheet.edge.tags import depend
from broadsheet.media.models import Image, Rendition
from broadsheet.media.tags import picture as tag

FORMATS = ("avif", "webp")


@dataclass(frozen=True)
class Shape:
    """Widths in CSS pixels, ratio of width to height (None: the picture's own), and the `sizes` attribute."""

    widths: tuple[int, ...]
    ratio: float | None
    sizes: str


SHAPES: dict[str, Shape] = {
    "lead": Shape((480, 800, 1200, 1600), 3 / 2, "(min-width: 75rem) 60rem, 100vw"),
    "teaser": Shape((320, 640, 960), 3 / 2, "(min-width: 60rem) 24rem, 100vw"),
    "column": Shape((240, 480, 800), 3 / 2, "(min-width: 44rem) 24rem, 8rem"),
    "thumb": Shape((120, 240), 4 / 3, "7.5rem"),
    "inline": Shape((480, 800, 1200), None, "(min-width: 48rem) 44rem, 100vw"),
    "portrait": Shape((96, 192), 1, "6rem"),
}


def prefetch_renditions(images: Iterable[Image]) -> None:
    """Fetch the renditions of all `images` by one query (none where there are no images)."""
    waiting = [image for image in images if image.rendition_files is None]
    if not waiting:
        return
    found: dict[int, dict[tuple[str, str], str]] = {image.pk: {} for image in waiting}
    rows = Rendition.objects.filter(image__in=found).values_list("image_id", "filter_spec", "focal_point_key", "file")
    for image_id, spec, key, name in rows:
        found[image_id][spec, key] = name
    for image in waiting:
        image.rendition_files = found[image.pk]


def specs(image: Image, shape: Shape) -> list[tuple[int, int, str]]:
    """(width, height, filter spec without format) of each size of `shape` that `image` is large enough for."""
    ratio = shape.ratio or image.width / image.height
    largest = min(image.width, round(image.height * ratio))
    widths = [width for width in shape.widths if width <= largest] or [largest]
    return [
        (width, round(width / ratio), f"fill-{width}x{round(width / ratio)}" if shape.ratio else f"width-{width}")
        for width in widths
    ]


def picture(image: Image, shape_name: str, *, alt: str | None = None, lazy: bool = True) -> SafeString:
    """A `<picture>` of `image`; `alt` defaults to the picture's description. KeyError for an unknown shape."""
    shape = SHAPES[shape_name]
    sizes = specs(image, shape)
    srcsets = {
        kind: ", ".join(f"{address(image, f'{spec}|format-{kind}')} {width}w" for width, _, spec in sizes)
        for kind in FORMATS
    }
    width, height, spec = sizes[len(sizes) // 2]
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}"><img class="tone-{}" src="{}" srcset="{}" sizes="{}"'
        ' width="{}" height="{}" alt="{}" {}></picture>',
        srcsets["avif"],
        shape.sizes,
        image.tone or "none",
        address(image, f"{spec}|format-webp"),
        srcsets["webp"],
        shape.sizes,
        width,
        height,
        image.description if alt is None else alt,
        SafeString('loading="lazy" decoding="async"' if lazy else 'fetchpriority="high"'),
    )


def address(image: Image, spec: str) -> str:
    """Where `image` is found as `spec`: the file of the rendition, or the address that makes it."""
    depend(tag(image.pk))
    file = rendition_file(image, spec)
    if file:
        return str(_storage().url(file))
    name = picture_name(image, spec)
    return reverse("wagtailimages_serve", args=[generate_signature(image.pk, spec), image.pk, spec, name])


def rendition_file(image: Image, spec: str) -> str:
    """The name of the file of `image` as `spec`, "" where it is not made; by a query unless they were prefetched."""
    key = focal_key(image, spec)
    if image.rendition_files is not None:
        return image.rendition_files.get((spec, key), "")
    names = image.renditions.filter(filter_spec=spec, focal_point_key=key).values_list("file", flat=True)
    return names.first() or ""


def rendition_size(image: Image, spec: str) -> int:
    """The bytes of that file, 0 where it is not made; OSError where it is gone from the store."""
    file = rendition_file(image, spec)
    return int(_storage().size(file)) if file else 0


def _storage() -> Any:
    return Rendition._meta.get_field("file").storage


def picture_name(image: Image, spec: str) -> str:
    """The last part of a signed address: it changes with the file and with its focal point, as the picture does."""
    key = focal_key(image, spec)
    return f"{PurePath(str(image.file.name)).stem}{'.' + key if key else ''}"


def focal_key(image: Image, spec: str) -> str:
    """What tells renditions of `image` as `spec` before and after a change of its focal point apart."""
    return _filter(spec).get_cache_key(image)


@lru_cache(maxsize=2000)
def _filter(spec: str) -> Filter:
    """Reading a spec costs more than all else that the address of a picture does."""
    return Filter(spec=spec)


def make_renditions(image: Image, shape_names: Iterable[str]) -> None:
    """Make all sizes and formats of the named shapes that do not exist yet."""
    image.rendition_files = None
    for name in shape_names:
        image.get_renditions(*(f"{spec}|format-{k}" for _, _, spec in specs(image, SHAPES[name]) for k in FORMATS))
