"""gzip put together out of pieces is what any gzip of the whole unpacks to."""

from __future__ import annotations

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edge import gzipping


@given(st.lists(st.binary(max_size=2_000), max_size=12))
def test_pieces_unpack_to_the_whole(texts: list[bytes]) -> None:
    packed = gzipping.gzip([(text, gzipping.deflate(text)) for text in texts])
    assert gzip.decompress(packed) == b"".join(texts)


def test_it_is_one_member_without_anything_after_it() -> None:
    whole = zlib.decompressobj(31)
    text = b"<p>word</p>" * 5_000
    assert whole.decompress(gzipping.gzip([(text, gzipping.deflate(text))] * 3)) == text * 3
    assert (whole.eof, whole.unused_data) == (True, b"")


def test_the_same_text_is_the_same_bytes() -> None:
    assert gzipping.gzip([(b"a", gzipping.deflate(b"a"))]) == gzipping.gzip([(b"a", gzipping.deflate(b"a"))])
