"""Pictures of a paper that moves in, from a copy of its upload folder: each once, checked as any upload is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.search import index

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.models import Move, Moved
from broadsheet.importers.moving.ledger import PORTION, portions, rows_of
from broadsheet.media.errors import UnfitPictureError
from broadsheet.media.models import Image
from broadsheet.media.originals import LARGEST, read_original


@dataclass(frozen=True)
class Upload:
    """A picture as the source describes it; `path` is its place below the upload folder, `url` its whole address."""

    key: str
    path: str
    title: str
    alt: str = ""
    caption: str = ""
    url: str = ""


def take_in(move: Move, uploads: Iterable[Upload], folder: Path) -> int:
    """Take in the pictures that are not here yet; how many came. One that cannot be had is noted with the reason.

    Raises CannotImportError where `folder` is none.
    """
    if not folder.is_dir():
        raise CannotImportError(f"{folder} is no folder: name a copy of WordPress's wp-content/uploads.")
    whole, count = folder.resolve(), 0
    for portion in portions(uploads, PORTION):
        known = rows_of(move, [("picture", upload.key) for upload in portion])
        for upload in portion:
            row = known.get(("picture", upload.key)) or Moved(move=move, kind="picture", key=upload.key)
            if row.target is None or not Image.objects.filter(pk=row.target).exists():
                count += _take(row, upload, whole)
    return count


def _take(row: Moved, upload: Upload, folder: Path) -> bool:
    """Whether the picture came; either is written down."""
    try:
        data = _read(folder, upload.path)
        with transaction.atomic():
            row.target, row.written, row.notes = *keep(upload, data), []
            row.save()
    except (UnfitPictureError, CannotImportError) as error:
        row.target, row.notes = None, [f"{upload.path}: {error}"]
        row.save()
        return False
    return True


def _read(folder: Path, name: str) -> bytes:
    path = (folder / name.lstrip("/")).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise CannotImportError("is not in the upload folder.")
    if path.stat().st_size > LARGEST:
        raise UnfitPictureError(f"is larger than {LARGEST >> 20} MB.")
    return path.read_bytes()


def fingerprint(data: bytes) -> str:
    """Size and hash of a file, as the ledger keeps them of what was taken in."""
    return f"{len(data)}:{hashlib.blake2b(data, digest_size=10).hexdigest()}"


def keep(upload: Upload, data: bytes) -> tuple[int, str]:
    """Id and fingerprint of the picture in the library, which keeps the same file once."""
    clean = read_original(data).data
    digest, written = hashlib.sha1(clean, usedforsecurity=False).hexdigest(), fingerprint(clean)
    known = Image.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
    if known:
        return int(known), written
    image = Image.objects.create(
        title=(upload.title or Path(upload.path).name)[:255],
        file=ContentFile(data, name=Path(upload.path).name[-80:]),
        description=upload.alt[:255],
        caption=upload.caption[:400],
        file_hash=digest,
    )
    index.insert_or_update_object(image)
    return int(image.pk), written
