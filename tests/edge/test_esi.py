"""Includes are found where they are and nowhere else, and nothing else of a body is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edge import esi
from broadsheet.edge.esi import Include


def test_a_body_is_cut_at_its_includes() -> None:
    body = b'<p>one</p><esi:include src="/_f/a/" onerror="continue"/><p>two</p>'
    assert esi.split(body) == [b"<p>one</p>", Include("/_f/a/", onerror="continue"), b"<p>two</p>"]


@pytest.mark.parametrize(
    "element",
    [
        b'<esi:include src="/a/?x=1&amp;y=2" alt="/b/"/>',
        b"<esi:include alt='/b/' src='/a/?x=1&amp;y=2' />",
        b'<esi:include\n  src="/a/?x=1&amp;y=2"\n  alt="/b/">\n</esi:include>',
        b'<esi:include data-src="/c/" src="/a/?x=1&amp;y=2" alt="/b/"/>',
    ],
)
def test_an_include_may_be_written_in_any_way_that_xml_allows(element: bytes) -> None:
    assert esi.split(element) == [Include("/a/?x=1&y=2", "/b/")]


@pytest.mark.parametrize("src", ["http://other.example/", "//other.example/", "relative", "", "javascript:x"])
def test_what_is_not_an_address_of_this_host_is_left_out(src: str) -> None:
    assert esi.split(f'a<esi:include src="{src}"/>b'.encode()) == [b"ab"]


def test_what_is_to_be_removed_is_and_what_is_for_us_alone_is_shown() -> None:
    body = b'a<esi:remove><esi:include src="/no/"/></esi:remove>b<!--esi c<esi:include src="/yes/"/>d-->e<!-- f -->'
    assert esi.split(body) == [b"ab c", Include("/yes/"), b"de<!-- f -->"]


def test_includes_beyond_the_bound_are_left_out_and_the_text_around_them_stays() -> None:
    body = b"".join(b'%d<esi:include src="/a/"/>' % n for n in range(esi.MOST + 10)) + b"</html>"
    cut = esi.split(body)
    assert sum(isinstance(piece, Include) for piece in cut) == esi.MOST
    text = b"".join(piece for piece in cut if isinstance(piece, bytes))
    assert text == b"".join(b"%d" % n for n in range(esi.MOST + 10)) + b"</html>"


def test_a_body_without_includes_is_one_piece_and_an_empty_one_none() -> None:
    assert esi.split(b"<html></html>") == [b"<html></html>"]
    assert esi.split(b"") == []


@pytest.mark.parametrize(
    "body", [b"<esi:include", b"<esi:remove>", b"<!--esi", b'<esi:include src="/a/', b"<esi:includes/>"]
)
def test_what_is_broken_off_is_text(body: bytes) -> None:
    assert esi.split(body) == [body]


def test_a_capability_is_looked_for_by_its_name() -> None:
    assert esi.announces('abc="Surrogate/1.0 ESI/1.0"')
    assert not esi.announces('abc="Surrogate/1.0"')
    assert not esi.announces("")


texts = st.text(st.characters(codec="utf-8", exclude_characters="<>\0"), min_size=1).map(str.encode)
paths = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n")).map(lambda text: "/a" + text)
includes = st.builds(Include, paths, st.one_of(st.just(""), paths), st.sampled_from(["", "continue"]))


@given(st.lists(st.one_of(texts, includes), max_size=esi.MOST))
def test_a_body_is_put_together_out_of_what_it_was_cut_into(pieces: list[bytes | Include]) -> None:
    body = b"".join(piece if isinstance(piece, bytes) else esi.element(piece) for piece in pieces)
    cut = esi.split(body)
    assert b"".join(piece if isinstance(piece, bytes) else esi.element(piece) for piece in cut) == body
    assert [one for one in cut if isinstance(one, Include)] == [one for one in pieces if isinstance(one, Include)]
