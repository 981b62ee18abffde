"""Pages of a list, without counting it."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from broadsheet.articles.paging import LAST_PAGE, Paging


def page(query: str, rows: int, per_page: int = 10, last_page: int = LAST_PAGE) -> Paging:
    request = RequestFactory().get(f"/{query}")
    return Paging.of(lambda start, stop: range(rows)[start:stop], request, per_page, last_page)


def test_the_first_page_of_a_short_list_has_no_neighbours() -> None:
    found = page("", 10)
    assert (found.items, found.previous, found.next) == (list(range(10)), None, None)


def test_pages_know_their_neighbours() -> None:
    found = page("?page=2", 25)
    assert (found.items, found.previous, found.next) == (list(range(10, 20)), 1, 3)


def test_an_empty_list_has_one_page() -> None:
    assert page("", 0).items == []


def test_only_what_stands_on_the_page_is_made_ready_to_show() -> None:
    request, shown = RequestFactory().get("/"), []

    def show(rows: list[int]) -> list[str]:
        shown.extend(rows)
        return [str(row) for row in rows]

    found = Paging.of(lambda start, stop: range(25)[start:stop], request, 10, show=show)
    assert (found.items, found.next) == ([str(n) for n in range(10)], 2)
    assert shown == list(range(10))


def test_the_last_page_allowed_has_no_next() -> None:
    assert page("?page=2", 100, last_page=2).next is None


@pytest.mark.parametrize("text", ["abc", "0", "-1", "1.5", "", "٣", "99999999999999999999", f"{LAST_PAGE + 1}", "3"])
def test_a_page_that_does_not_exist_is_not_found(text: str) -> None:
    with pytest.raises(Http404):
        page(f"?page={text}", 15)
