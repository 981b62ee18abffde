"""A part comes out of the store as it was put in, or is known to be damaged."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edge import gzipping, parts
from broadsheet.edge.esi import Include
from broadsheet.edge.parts import DamagedError, Text
from tests.edge.edges import answer

bodies = st.lists(
    st.one_of(st.binary(max_size=300), st.sampled_from([b'<esi:include src="/a/" onerror="continue"/>'])), max_size=6
).map(b"".join)
headers = st.lists(st.tuples(st.text(st.characters(codec="ascii")), st.text()), max_size=4)


@given(
    bodies,
    headers,
    st.sets(st.text(max_size=20), min_size=1),
    st.floats(0, 1e10),
    st.one_of(st.none(), st.floats(2e10, 3e10)),
)
def test_a_part_is_what_it_was(
    body: bytes, more: list[tuple[str, str]], tags: set[str], pressed: float, expires: float | None
) -> None:
    part = parts.make(answer(body, *tags, headers=more, expires=expires), 7, pressed)
    assert parts.decode(parts.encode(part)) == part
    assert part.storable


@given(st.data())
def test_what_was_damaged_is_known_to_be(data: st.DataObject) -> None:
    stored = parts.encode(parts.make(answer(b"<p>word</p>" * 20), 7, 1.0))
    place = data.draw(st.integers(0, len(stored) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != stored[place]))
    with pytest.raises(DamagedError):
        parts.decode(stored[:place] + bytes([other]) + stored[place + 1 :])
    with pytest.raises(DamagedError):
        parts.decode(stored[:place])


@pytest.mark.parametrize(
    "head",
    ["{}", "[]", "null", '{"pieces": [[]], "headers": []}', '{"pieces": [], "headers": [], "tags": [], "x": 1}', "{"],
)
def test_what_another_version_wrote_is_as_good_as_damaged(head: str) -> None:
    rest = len(head).to_bytes(4, "big") + head.encode()
    with pytest.raises(DamagedError):
        parts.decode(zlib.crc32(rest).to_bytes(4, "big") + rest)


def test_a_body_is_cut_only_where_its_header_says_that_there_are_includes() -> None:
    body = b'a<esi:include src="/f/"/>b'
    assert parts.make(answer(body), 1, 0.0).includes == [Include("/f/")]
    whole = parts.make(replace(answer(body), headers=[("content-type", "text/html")]), 1, 0.0)
    assert [piece.plain for piece in whole.pieces if isinstance(piece, Text)] == [body]


@pytest.mark.parametrize(
    ("kind", "packed"), [("text/html; charset=utf-8", True), ("application/rss+xml", True), ("image/png", False)]
)
def test_what_compresses_is_compressed_once(kind: str, packed: bool) -> None:
    part = parts.make(replace(answer(b"a" * 900), headers=[("content-type", kind)]), 1, 0.0)
    (text,) = part.pieces
    assert isinstance(text, Text)
    assert bool(text.deflated) is packed
    if packed:
        assert gzip.decompress(gzipping.gzip([(text.plain, text.deflated)])) == b"a" * 900


def test_what_came_compressed_is_left_so() -> None:
    part = parts.make(answer(b"xyz", headers=[("content-encoding", "zstd")]), 1, 0.0)
    assert part.pieces == (Text(b"xyz", b""),)


def test_nothing_is_kept_without_a_generation_nor_what_is_over_already() -> None:
    assert not parts.make(answer(), -1, 0.0).storable
    assert not parts.make(answer(expires=99.0), 1, 100.0).storable
    assert parts.make(answer(expires=101.0), 1, 100.0).storable


def test_a_part_is_timely_between_its_pressing_and_its_end() -> None:
    part = parts.make(answer(expires=200.0), 1, 100.0)
    assert [part.is_timely(now) for now in (99.0, 100.0, 199.0, 200.0)] == [False, True, True, False]
    assert parts.make(answer(), 1, 100.0).is_timely(50.0)


def test_the_digest_tells_all_apart_that_a_reader_is_sent() -> None:
    different = (
        answer(b"a"),
        answer(b"b"),
        answer(b"a", status=410),
        answer(b"a", headers=[("link", "</style.css>; rel=preload")]),
        answer(b"a", headers=[("location", "/elsewhere/")]),
    )
    assert len({parts.make(one, 1, 0.0).digest for one in different}) == len(different)
    assert parts.make(answer(b"a"), 1, 0.0).digest == parts.make(answer(b"a"), 2, 50.0).digest


@pytest.mark.parametrize(
    ("status", "more", "personal"),
    [
        (200, [("set-cookie", "a=b")], True),
        (200, [("vary", "Accept, Cookie")], True),
        (200, [("cache-control", "private")], True),
        (401, [], True),
        (403, [], True),
        (404, [], False),
        (200, [("cache-control", "no-store")], False),
        (500, [("set-cookie", "a=b")], False),
    ],
)
def test_what_another_reader_might_be_answered_otherwise_is_personal(
    status: int, more: list[tuple[str, str]], personal: bool
) -> None:
    assert parts.make(answer(status=status, headers=more, storable=False), 1, 0.0).is_personal is personal


def test_the_head_in_the_store_is_json() -> None:
    stored = parts.encode(parts.make(answer(b"a", "story:1"), 7, 1.5))
    head = json.loads(stored[8 : 8 + int.from_bytes(stored[4:8], "big")])
    assert (head["tags"], head["number"], head["pressed"]) == (["story:1"], 7, 1.5)
