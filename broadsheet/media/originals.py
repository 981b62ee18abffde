"""Originals as they are handed in: what is refused, what is taken out, what is read from them.

A file is what its content says, never what its name says. Position, serial numbers and everything else that a camera
writes are taken out before the file is stored; colour profile and the names of author and owner stay. A turned picture
is stored upright.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, IptcImagePlugin
from PIL.ImageFile import ImageFile

from broadsheet.media.errors import UnfitPictureError
from broadsheet.media.jpeg import without_metadata

LARGEST = 25 * 1024 * 1024
"""Bytes that a picture may have."""
PIXELS = 80_000_000
"""Pixels that a picture may have, all frames together: 240 MB when unpacked."""
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif", "HEIF": "jpg"}
"""Formats that are taken, and the ending of what is stored. Telephones' HEIF is stored as JPEG."""

_ORIENTATION, _DESCRIPTION, _ARTIST, _COPYRIGHT = 0x0112, 0x010E, 0x013B, 0x8298
_QUALITY = 93
pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Original:
    """A picture ready to be stored: `kind` is its file ending, `credit` and `caption` are what its file says."""

    data: bytes
    kind: str
    credit: str
    caption: str
    tone: str


def read_original(data: bytes) -> Original:
    """The picture in `data`. UnfitPictureError where it is none, damaged, too large or not taken."""
    image = _opened(data)
    kind, credit, caption = KINDS[image.format or ""], _credit(image), _caption(image)
    return Original(_clean(image, data, kind), kind, credit[:200], caption[:400], _tone(image))


def _opened(data: bytes) -> ImageFile:
    """The decoded picture; nothing is decoded before its size is known to be bearable."""
    if len(data) > LARGEST:
        raise UnfitPictureError(_("This file is larger than %d MB: save the picture smaller.") % (LARGEST // 1024**2))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            image = Pillow.open(BytesIO(data), formats=list(KINDS))
            _check_pixels(image)
            image.load()
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError):
        raise UnfitPictureError(_too_many()) from None
    except Pillow.UnidentifiedImageError:
        raise UnfitPictureError(_("This file is no picture in JPEG, PNG, WebP, AVIF, GIF or HEIC.")) from None
    except UnfitPictureError:
        raise
    except Exception as error:  # decoders raise what they like on damaged files: OSError, ValueError, struct.error …
        raise UnfitPictureError(_("This picture is damaged or incomplete: export or upload it again.")) from error
    return image


def _check_pixels(image: Pillow.Image) -> None:
    if image.width * image.height * getattr(image, "n_frames", 1) > PIXELS:
        raise UnfitPictureError(_too_many())


def _too_many() -> str:
    return _("This picture has more than %d million pixels: save it smaller.") % (PIXELS // 1_000_000)


def _clean(image: Pillow.Image, data: bytes, kind: str) -> bytes:
    exif = _kept(image)
    turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1)
    if image.format == "JPEG" and not turned:
        return without_metadata(data, exif.tobytes() if len(exif) else b"")
    if image.format == "GIF" or not (turned or image.format == "HEIF" or _tells_more(image)):
        return data
    return _saved_anew(image, kind, exif)


def _tells_more(image: Pillow.Image) -> bool:
    return bool({"exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif"} & set(image.info)) or (
        image.format == "PNG" and bool(getattr(image, "text", None))
    )


def _saved_anew(image: Pillow.Image, kind: str, exif: Pillow.Exif) -> bytes:
    frames = getattr(image, "n_frames", 1)
    upright = image if frames > 1 else ImageOps.exif_transpose(image)
    options = {"icc_profile": image.info.get("icc_profile"), "exif": exif.tobytes() if len(exif) else b""}
    if frames > 1:
        options |= {"save_all": True}
    if kind != "png":
        options |= {"quality": _QUALITY}
    if kind == "jpg":
        upright = upright.convert("RGB") if upright.mode not in ("RGB", "L", "CMYK") else upright
        options |= {"subsampling": 0 if image.format == "HEIF" else "keep" if upright.format == "JPEG" else -1}
    else:
        upright.info.pop("xmp", None)
    out = BytesIO()
    upright.save(out, {"jpg": "JPEG"}.get(kind, kind.upper()), **{k: v for k, v in options.items() if v})
    return out.getvalue()


def _kept(image: Pillow.Image) -> Pillow.Exif:
    """What stays of the camera's notes: who made the picture and who owns it."""
    found, kept = image.getexif(), Pillow.Exif()
    for tag in (_ARTIST, _COPYRIGHT):
        if found.get(tag):
            kept[tag] = found[tag]
    return kept


def _iptc(image: ImageFile, dataset: int) -> str:
    try:
        value = (IptcImagePlugin.getiptcinfo(image) or {}).get((2, dataset), b"")
    except Exception:
        return ""
    return _text(value[0] if isinstance(value, list) else value)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        try:
            text = value.decode()
        except UnicodeDecodeError:
            text = value.decode("cp1252", "replace")
    else:
        text = str(value or "")
    return " ".join(text.replace("\0", " ").split())


def _credit(image: ImageFile) -> str:
    """Photographer and agency, else the owner."""
    exif = image.getexif()
    names = [_iptc(image, 80) or _text(exif.get(_ARTIST)), _iptc(image, 110)]
    return " / ".join(dict.fromkeys(name for name in names if name)) or _iptc(image, 116) or _text(exif.get(_COPYRIGHT))


def _caption(image: ImageFile) -> str:
    return _iptc(image, 120) or _text(image.getexif().get(_DESCRIPTION))


def _tone(image: Pillow.Image) -> str:
    """The commonest colour, each of red, green and blue as a digit from 0 to 3."""
    small = image.convert("RGBA").resize((48, 48), Pillow.Resampling.BOX)
    paper = Pillow.new("RGBA", small.size, "white")
    paper.alpha_composite(small)
    few = paper.convert("RGB").quantize(6, Pillow.Quantize.MEDIANCUT)
    counts = few.histogram()
    start = 3 * counts.index(max(counts))
    palette = few.getpalette() or [255, 255, 255]
    return "".join(str(round(channel / 85)) for channel in palette[start : start + 3])
