"""Bodies and headers of a page in every encoding."""

from __future__ import annotations

import gzip

import brotli
import pytest

from broadsheet.edge import parts
from broadsheet.edge.pages import CACHE_CONTROL, Page
from broadsheet.edge.parts import Text
from tests.edge.edges import answer, page

LONG = b"<p>The council met on Tuesday.</p>" * 100


def test_all_encodings_are_the_same_bytes() -> None:
    held = page(LONG)
    held.press_brotli()
    assert held.body("") == LONG
    assert gzip.decompress(held.body("gzip")) == LONG
    assert brotli.decompress(held.body("br")) == LONG
    for encoding in ("", "gzip", "br"):
        head = dict(held.head(encoding, True, "hit"))
        assert head["content-length"] == str(len(held.body(encoding)))
        assert head.get("content-encoding", "") == encoding
        assert head["vary"] == "Accept-Encoding"
        assert head["etag"] == held.etag


def test_the_best_encoding_is_one_that_is_there() -> None:
    held = page(LONG)
    assert [held.best(one) for one in ((True, True), (True, False), (False, False))] == ["gzip", "", ""]
    held.press_brotli()
    assert [held.best(one) for one in ((True, True), (True, False), (False, True))] == ["br", "br", "gzip"]
    assert page(b"short").best((True, True)) == ""


def test_a_page_of_several_parts_is_one_gzip_and_holds_until_the_first_of_them_ends() -> None:
    made = [
        parts.make(answer(LONG + bytes([n]), f"tag:{n}", expires=end), 1, float(n))
        for n, end in enumerate((None, 50.0, 90.0))
    ]
    texts = [piece for part in made for piece in part.pieces if isinstance(piece, Text)]
    whole = Page(made[0], texts, made, 1, False)
    assert gzip.decompress(whole.body("gzip")) == b"".join(text.plain for text in texts)
    assert (whole.expires, whole.pressed, set(whole.tags)) == (50.0, 2.0, {"tag:0", "tag:1", "tag:2"})
    assert [whole.is_timely(now) for now in (1.0, 2.0, 49.0, 50.0)] == [False, True, True, False]


def test_a_kept_page_is_always_asked_for_again_and_tells_when_it_was_modified_once_that_second_has_come() -> None:
    held = page(b"a", pressed=1_000_000_000.5)
    assert held.modified == 1_000_000_001
    head = dict(held.head("", True, "hit"))
    assert head["cache-control"] == CACHE_CONTROL
    assert head["last-modified"] == "Sun, 09 Sep 2001 01:46:41 GMT"
    assert head["cache-status"] == "Broadsheet; hit"
    assert "last-modified" not in dict(held.head("", False, "hit"))


def test_304_carries_what_200_would_that_caches_go_by_and_nothing_of_the_body() -> None:
    held = page(LONG, headers=[("content-language", "en"), ("content-security-policy", "default-src 'none'")])
    full, none = dict(held.head("gzip", True, "hit")), dict(held.head_unmodified(True, "hit"))
    for name in ("etag", "cache-control", "vary", "last-modified", "content-security-policy", "cache-status"):
        assert none[name] == full[name]
    assert not none.keys() & {"content-type", "content-length", "content-encoding", "content-language"}


def test_the_origins_own_validators_and_lengths_are_not_passed_on() -> None:
    ours = [
        ("etag", '"x"'),
        ("last-modified", "x"),
        ("content-length", "9"),
        ("cache-control", "max-age=9"),
        ("location", "/b/"),
    ]
    head = page(b"a", status=301, headers=ours).head("", True, "hit")
    assert dict(head)["location"] == "/b/"
    assert [value for name, value in head if name in ("etag", "content-length", "cache-control")] == [
        CACHE_CONTROL, page(b"a", status=301, headers=ours).etag, "1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sent"), [([], "no-store"), ([("cache-control", "max-age=0, private")], "max-age=0, private")]
)
def test_a_page_that_is_not_kept_here_is_not_kept_elsewhere_either(said: list[tuple[str, str]], sent: str) -> None:
    held = page(LONG, status=404, storable=False, headers=said)
    head = dict(held.head(held.best((True, True)), True, "fwd=miss"))
    assert head["cache-control"] == sent
    assert not head.keys() & {"etag", "last-modified", "broadsheet-generation", "content-encoding"}


def test_a_page_with_a_fragment_missing_is_not_kept_elsewhere() -> None:
    good = parts.make(answer(LONG, headers=[("etag", '"x"'), ("cache-control", "max-age=60")]), 1, 0.0)
    bad = parts.make(answer(storable=False), 1, 0.0)
    head = dict(Page(good, [], [good, bad], 1, False).head("", True, "fwd=miss"))
    assert (head["cache-control"], "etag" in head) == ("no-store", False)


def test_a_kept_body_that_came_compressed_says_so() -> None:
    head = dict(page(b"xyz", headers=[("content-encoding", "zstd"), ("vary", "Accept-Encoding")]).head("", True, "hit"))
    assert (head["content-encoding"], head["vary"]) == ("zstd", "Accept-Encoding")


def test_only_a_surrogate_is_told_of_includes() -> None:
    part = parts.make(answer(b'a<esi:include src="/f/"/>b'), 1, 0.0)
    raw = Page(part, [Text(b"a", b"")], [part], 1, True)
    assert "surrogate-control" in dict(raw.head("", True, "hit"))
    assert "surrogate-control" not in dict(Page(part, [Text(b"a", b"")], [part], 1, False).head("", True, "hit"))
