"""One page, one name; and what is refused before anything looks at it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edge import keys


@pytest.mark.parametrize("query", ["", "utm_source=x&utm_medium=y", "fbclid=1", "page=1", "page=01", "mypage=3", "a;b"])
def test_queries_that_a_page_cannot_differ_by_share_its_name(query: str) -> None:
    assert keys.counted(query) == ""


@pytest.mark.parametrize(
    "query", ["page=2", "page=02", "utm_source=x&page=2", "page=1&page=2", "page=%32", "pag%65=2&page=2"]
)
def test_a_page_of_a_list_has_a_name_however_it_is_asked_for(query: str) -> None:
    assert keys.counted(query) == "page=2"


@pytest.mark.parametrize("text", ["abc", "0", "-1", "1e9", "100000", "9" * 4_000, "%00", "", "2.0", "²", "٣"])
def test_what_is_no_number_of_a_page_is_one_and_the_same_for_the_origin_to_refuse(text: str) -> None:
    assert keys.counted(f"page={text}") == keys.NO_PAGE


def test_a_thousand_queries_are_not_taken_apart() -> None:
    assert keys.counted("&".join(f"x{n}=1" for n in range(1_000)) + "&page=2") == ""


@pytest.mark.parametrize(
    ("path", "spelt"),
    [
        ("/politics/", "/politics/"),
        ("/%70olitic%73/", "/politics/"),
        ("/a%2fb/", "/a/b/"),
        ("/caf%c3%a9/", "/caf%C3%A9/"),
        ("/café/", "/caf%C3%A9/"),
        ("/%ff/", "/%FF/"),
        ("/100%/", "/100%25/"),
        ("/%2e%2e/", "/../"),
        ("/%00", "/%00"),
        ("//", "//"),
    ],
)
def test_a_path_has_one_spelling(path: str, spelt: str) -> None:
    assert keys.spelt(path) == spelt


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_spelling_a_spelt_path_changes_nothing(path: str) -> None:
    assert keys.spelt(keys.spelt(path)) == keys.spelt(path)


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/pages/", "/search/", "/static/a.css", "/media/a.jpg", "/healthz", "/metrics"]
)
def test_what_is_never_kept_is_passed_on(path: str) -> None:
    assert keys.is_passed(path)


@pytest.mark.parametrize("path", ["/", "/metrics-of-life/", "/desks/", "/healthz-and-you/", "/staticky/"])
def test_a_section_whose_name_begins_like_an_address_of_ours_is_kept(path: str) -> None:
    assert not keys.is_passed(path)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [("/" * 2_001, "", 414), ("/", "a" * 8_001, 414), ("*", "", 400), ("", "", 400), ("politics", "", 400)],
)
def test_absurd_addresses_are_refused(path: str, query: str, status: int) -> None:
    found = keys.fault(path, query)
    assert found
    assert found[0] == status


def test_an_ordinary_address_is_not_refused() -> None:
    assert keys.fault("/politics/a-story/", "page=2&utm_source=x") is None
