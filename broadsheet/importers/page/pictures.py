"""The pictures of a page: fetched before anything is written, kept together with the story."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.fetching import PICTURE, fetch
from broadsheet.importers.page.found import Picture
from broadsheet.media.errors import UnfitPictureError
from broadsheet.media.models import Image
from broadsheet.media.originals import LARGEST, read_original

MOST = 40
"""Pictures that are taken from one page."""
SECONDS = 180
BYTES = 200 * 1024 * 1024
SMALLEST = (200, 120)
"""Width and height below which a picture is none of the story: icons, counters, thumbnails of other stories."""


@dataclass(frozen=True)
class Print:
    """A picture in hand: its file as it came, and the hash under which the library knows it."""

    picture: Picture
    data: bytes
    hash: str


@dataclass
class Catch:
    """What could be fetched, in the order of the page, and what could not, with the reason."""

    prints: list[Print] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def fetch_pictures(pictures: Sequence[Picture], *, allow_private: bool = False) -> Catch:
    """The pictures of a page, each once. One that cannot be had is noted and stops nothing."""
    catch, seen = Catch(), set()
    end, left = time.monotonic() + SECONDS, BYTES
    for picture in pictures:
        if picture.address in seen:
            continue
        seen.add(picture.address)
        try:
            if len(catch.prints) >= MOST or time.monotonic() > end or left <= 0:
                raise CannotImportError(f"a page gives {MOST} pictures, {BYTES // 1024**2} MB, {SECONDS} s at most.")
            one = _fetch(picture, min(LARGEST, left), allow_private)
        except (CannotImportError, UnfitPictureError) as error:
            catch.failed.append((picture.address, str(error)))
        else:
            left -= len(one.data)
            if one.hash not in (other.hash for other in catch.prints):
                catch.prints.append(one)
    return catch


def _fetch(picture: Picture, largest: int, allow_private: bool) -> Print:
    data = fetch(picture.address, largest=largest, accept=PICTURE, allow_private=allow_private).data
    clean = read_original(data).data
    with Pillow.open(BytesIO(clean)) as image:
        if image.width < SMALLEST[0] or image.height < SMALLEST[1]:
            raise UnfitPictureError(f"with {image.width} × {image.height} pixels it is too small for a story.")
    return Print(picture, data, hashlib.sha1(clean, usedforsecurity=False).hexdigest())


def keep(one: Print, headline: str) -> tuple[Image, bool]:
    """The picture in the library, and whether it is new there: the same file is kept once."""
    known = Image.objects.filter(file_hash=one.hash).first()
    if known:
        return known, False
    picture = one.picture
    return Image.objects.create(
        title=(picture.caption or picture.alt or headline)[:255],
        file=ContentFile(one.data, name=_name(picture.address)),
        description=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
    ), True


def _name(address: str) -> str:
    return PurePosixPath(unquote(urlsplit(address).path)).name[-80:] or "picture"
