"""What may be kept, decided by type."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from broadsheet.edge.middleware import PressingMiddleware
from broadsheet.edge.pressing import Pressing, current
from broadsheet.edge.tags import depend, differ


def pressed(
    response: HttpResponse | StreamingHttpResponse, *tags: str, path: str = "/", method: str = "GET"
) -> Pressing:
    """What the edge is told of a page that depends on `tags` and answers with `response`."""

    def view(request: object) -> HttpResponse | StreamingHttpResponse:
        depend(*tags)
        return response

    return PressingMiddleware(view)(RequestFactory().generic(method, path)).__dict__["pressing"]


def test_a_page_that_depends_on_something_may_be_kept() -> None:
    pressing = pressed(HttpResponse("x"), "story:1", "menu")
    assert pressing.storable
    assert pressing.tags == {"story:1", "menu"}


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
def test_what_may_change_without_a_tag_is_not_kept(status: int) -> None:
    assert not pressed(HttpResponse("x", status=status), "story:1").storable


def test_a_page_without_tags_is_not_kept() -> None:
    assert not pressed(HttpResponse("x")).storable


@pytest.mark.parametrize("control", ["no-store", "private, max-age=5"])
def test_a_page_that_forbids_it_is_not_kept(control: str) -> None:
    assert not pressed(HttpResponse("x", headers={"Cache-Control": control}), "story:1").storable


def test_a_page_that_sets_a_cookie_is_not_kept() -> None:
    response = HttpResponse("x")
    response.set_cookie("name", "Ada")
    assert not pressed(response, "story:1").storable


def test_a_page_that_met_a_session_is_not_kept() -> None:
    assert not pressed(HttpResponse("x", headers={"Vary": "Accept, Cookie"}), "story:1").storable


def test_the_desk_is_never_kept() -> None:
    assert not pressed(HttpResponse("x"), "story:1", path="/desk/pages/1/").storable


def test_a_stream_and_a_post_are_not_kept() -> None:
    assert not pressed(StreamingHttpResponse([b"x"]), "story:1").storable
    assert not pressed(HttpResponse("x"), "story:1", method="POST").storable


def test_nothing_is_gathered_outside_of_a_request() -> None:
    pressed(HttpResponse("x"), "story:1")
    assert current.get() is None
    depend("story:2")


@pytest.mark.parametrize(("told", "kept"), [(("page",), True), ((), False)])
def test_an_address_with_a_query_is_kept_only_if_the_page_differs_by_it(told: tuple[str, ...], kept: bool) -> None:
    def view(request: object) -> HttpResponse:
        depend("story:1")
        for query in told:
            differ(query)
        return HttpResponse("x")

    pressing = PressingMiddleware(view)(RequestFactory().get("/?page=2")).__dict__["pressing"]
    assert pressing.storable is kept
