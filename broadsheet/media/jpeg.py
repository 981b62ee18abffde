"""A JPEG file without what cameras and programs wrote into it; its picture stays to the bit.

ITU-T T.81, annex B: a file is a row of segments (FF, a marker, two bytes of length); after SOS comes coded data, in
which FF is followed by 00 or by a restart marker, until the next marker. What follows EOI (previews, films, depth maps,
with positions of their own) is no part of the picture.
"""

from __future__ import annotations

import re

_EOI, _SOS = 0xD9, 0xDA
_DROPPED = frozenset((0xE1, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xFE))
"""APP1 (EXIF, XMP), APP13 (IPTC), makers' own segments, comments; APP0 (JFIF), APP2 (profile), APP14 (Adobe) stay."""
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def without_metadata(data: bytes, exif: bytes = b"") -> bytes:
    """The JPEG file `data` with no notes but `exif` (as Pillow gives it, or none)."""
    own = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif if exif else b""
    kept, position = [data[:2], own], 2
    while position + 4 <= len(data):
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == _EOI:
            break
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if marker == _SOS:
            following = _NEXT_MARKER.search(data, end)
            end = following.start() if following else len(data)
        if marker not in _DROPPED and not (marker == 0xE2 and data.startswith(b"MPF", position + 4)):
            kept.append(data[position:end])
        position = end
    return b"".join(kept) + b"\xff\xd9"
