"""gzip out of pieces that were compressed once (RFC 1951, RFC 1952). Knows no Django.

Each piece is a run of deflate blocks that ends at a byte boundary and refers to nothing before it, so that pieces which
were compressed apart make one valid stream in any order. Putting a page together costs a copy and a checksum.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

LEVEL = 6
SMALLEST = 500
"""Bytes below which compression gains nothing worth its header."""
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_END = b"\x03\x00"  # an empty last block


def deflate(text: bytes) -> bytes:
    """`text` as deflate blocks that end at a byte boundary and are not the last."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9)
    return packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)


def gzip(pieces: Iterable[tuple[bytes, bytes]]) -> bytes:
    """One gzip member out of (text, `deflate(text)`) pairs."""
    checksum = size = 0
    packed = [_HEADER]
    for text, deflated in pieces:
        checksum = zlib.crc32(text, checksum)
        size += len(text)
        packed.append(deflated)
    packed += [_END, checksum.to_bytes(4, "little"), (size & 0xFFFFFFFF).to_bytes(4, "little")]
    return b"".join(packed)
