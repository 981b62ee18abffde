"""What a reader's headers ask for."""

from __future__ import annotations

import pytest

from broadsheet.edge import negotiation
from broadsheet.edge.negotiation import accepted, is_unmodified
from tests.edge.edges import page


@pytest.mark.parametrize(
    ("header", "brotli", "gzip"),
    [
        ("", False, False),
        ("gzip, deflate, br, zstd", True, True),
        ("gzip", False, True),
        ("x-gzip", False, True),
        ("GZIP;Q=1", False, True),
        ("gzip;q=0, br", True, False),
        ("br;q=0.000, gzip", False, True),
        ("br;q=0., gzip ; q = 0.0", False, False),
        ("*", True, True),
        ("*;q=0, gzip", False, True),
        ("gzip;q=0, *", True, False),
        ("identity;q=0, gzip;q=0.1", False, True),
        ("identity", False, False),
        ("identity;q=1, gzip;q=0.5, br;q=0.5", False, False),
        ("gzip;q=1.0, br;q=0.1", False, True),
        ("gzip;q=0.5, br;q=0.9", True, True),
        ("gzip;q=many", False, False),
        ("gzip;q=nan", False, False),
        ("gzip;level=9;q=0", False, False),
        (",,;,=;q", False, False),
    ],
)
def test_encodings_are_sent_as_they_are_accepted(header: str, brotli: bool, gzip: bool) -> None:
    assert accepted(header) == (brotli, gzip)


def test_long_headers_are_understood_but_not_remembered() -> None:
    before = negotiation._accepted.cache_info().currsize
    for number in range(20):
        assert accepted(f"gzip, x{number}{'y' * 10_000}") == (False, True)
    assert negotiation._accepted.cache_info().currsize == before


def test_an_entity_tag_is_compared_whole() -> None:
    held = page(b"a")
    assert is_unmodified(held, held.etag, None)
    assert is_unmodified(held, held.opaque, None)
    assert is_unmodified(held, f'"other", {held.etag}', None)
    assert is_unmodified(held, " * ", None)
    for other in ("", f'"{held.digest}-gzip"', held.digest, f'W/"{held.digest[:-1]}"', "a*b", page(b"b").etag):
        assert not is_unmodified(held, other, None)


def test_a_time_counts_only_as_it_was_told_and_only_without_an_entity_tag() -> None:
    held = page(b"a", pressed=1_000_000_000.5)
    assert is_unmodified(held, None, "Sun, 09 Sep 2001 01:46:41 GMT")
    assert not is_unmodified(held, page(b"b").etag, "Sun, 09 Sep 2001 01:46:41 GMT")
    for other in ("Sun, 09 Sep 2001 01:46:42 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday", ""):
        assert not is_unmodified(held, None, other)
    assert not is_unmodified(held, None, None)


@pytest.mark.parametrize("status", [301, 404, 410, 500])
def test_only_what_would_be_200_is_not_modified(status: int) -> None:
    held = page(b"", status=status)
    assert not is_unmodified(held, held.etag, None)
    assert not is_unmodified(held, "*", None)
    assert not is_unmodified(held, None, held.last_modified)
