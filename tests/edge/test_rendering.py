"""Django as the edge's origin: what it is asked, what it answers, and what becomes of its connections."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path, re_path

from broadsheet.edge.origin import Address, Answer
from broadsheet.edge.rendering import Renderer
from broadsheet.edge.tags import depend


def mirror(request: HttpRequest) -> HttpResponse:
    depend("story:1")
    names = ("HTTP_COOKIE", "SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "HTTP_SURROGATE_CAPABILITY")
    told = [
        request.get_host(),
        str(request.scheme),
        request.get_full_path(),
        *(str(request.META.get(n)) for n in names),
    ]
    return HttpResponse("|".join(told), headers={"X-Some-Name": "a"})


def broken(request: HttpRequest) -> HttpResponse:
    depend("story:1")
    raise ZeroDivisionError


def ask_database(request: HttpRequest) -> HttpResponse:
    depend("story:1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(str(id(connection.connection)))


def in_pieces(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"one", b"two"]))


def with_cookie(request: HttpRequest) -> HttpResponse:
    depend("story:1")
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    response.set_cookie("c", "d")
    return response


def failure(request: HttpRequest) -> HttpResponse:
    return HttpResponse("It failed", status=500)


handler500 = failure
urlpatterns = [
    path("desk/", mirror, name="wagtailadmin_home"),
    path("broken/", broken),
    path("database/", ask_database),
    path("pieces/", in_pieces),
    path("cookie/", with_cookie),
    re_path("", mirror),
]
MIDDLEWARE = ["broadsheet.edge.middleware.PressingMiddleware", "django.middleware.common.CommonMiddleware"]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def renderer(settings: Any) -> Renderer:
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ALLOWED_HOSTS = ["*"]
    return Renderer()


def ask(renderer: Renderer, path: str, query: str = "", host: str = "paper.example", scheme: str = "http") -> Answer:
    return renderer(Address(scheme, host, path, query))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scheme", "host", "port"),
    [("https", "paper.example", "443"), ("http", "127.0.0.1", "80"), ("http", "paper1", "80"), ("http", "[::1]", "80")],
)
def test_the_origin_is_asked_on_nobodys_behalf(renderer: Renderer, scheme: str, host: str, port: str) -> None:
    answer = ask(renderer, "/caf%C3%A9/", "page=2", host, scheme)
    told = answer.body.decode().split("|")
    assert told[2:] == ["/caf%C3%A9/?page=2", "None", host, port, "None", 'broadsheet="ESI/1.0"']
    assert told[0] == host
    assert (answer.status, ("x-some-name", "a") in answer.headers) == (200, True)
    assert answer.pressing.tags == {"story:1"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/%ff/", "/%2e%2e/", "//", "/%00/", "/a%2Fb/", "/" + "%F0%9F%97%9E" * 100])
def test_no_path_breaks_it(renderer: Renderer, path: str) -> None:
    assert ask(renderer, path).status < 500


@pytest.mark.django_db
def test_an_exception_is_a_500_that_is_not_kept(renderer: Renderer, caplog: pytest.LogCaptureFixture) -> None:
    answer = ask(renderer, "/broken/")
    assert (answer.status, answer.failed, answer.pressing.storable) == (500, True, False)
    assert "ZeroDivisionError" in caplog.text


def test_without_the_database_it_is_a_500_in_one_line(
    renderer: Renderer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(request: HttpRequest) -> HttpResponse:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(renderer, "get_response", gone)
    with caplog.at_level(logging.ERROR):
        answer = ask(renderer, "/database/")
    assert (answer.status, answer.pressing.storable) == (500, False)
    assert [record.exc_info for record in caplog.records] == [False]


@pytest.mark.django_db
def test_what_is_streamed_comes_whole_and_cookies_come_along_and_neither_is_kept(renderer: Renderer) -> None:
    pieces, cookies = ask(renderer, "/pieces/"), ask(renderer, "/cookie/")
    assert (pieces.body, pieces.pressing.storable) == (b"onetwo", False)
    assert [value.partition(";")[0] for name, value in cookies.headers if name == "set-cookie"] == ["a=b", "c=d"]
    assert not cookies.pressing.storable


class Threads:
    """One thread in which the renderer is called, with connections that last."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.pool = ThreadPoolExecutor(1)

    def ask(self) -> Answer:
        return self.pool.submit(ask, self.renderer, "/database/").result()

    def do(self, act: Any) -> Any:
        return self.pool.submit(act).result()

    def close(self) -> None:
        self.do(connections.close_all)
        self.pool.shutdown()


@pytest.fixture
def lasting(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 600)
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    threads = Threads(renderer)
    yield threads
    threads.close()


@pytest.mark.django_db(transaction=True)
def test_a_thread_keeps_its_connection(lasting: Threads) -> None:
    assert len({lasting.ask().body for _ in range(5)}) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_cut_is_renewed_before_anybody_notices(lasting: Threads) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only a server can cut a connection: run it with tests.harness.with_postgres")
    before = lasting.ask()
    process = lasting.do(lambda: connection.connection.info.backend_pid)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    after = lasting.ask()
    assert (before.status, after.status) == (200, 200)
    assert lasting.do(lambda: connection.connection.info.backend_pid) != process


@pytest.mark.django_db(transaction=True)
def test_many_threads_render_at_once_each_with_its_own(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 600)  # one that is closed would lend its name
    together = threading.Barrier(4)

    def render() -> bytes:
        together.wait(30)
        try:
            body = ask(renderer, "/database/").body
            together.wait(30)
            return body
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len({one.result() for one in [pool.submit(render) for _ in range(4)]}) == 4


@pytest.mark.django_db
def test_what_one_page_depends_on_is_not_told_of_the_next(renderer: Renderer) -> None:
    assert ask(renderer, "/").pressing.tags == {"story:1"}
    assert ask(renderer, "/pieces/").pressing.tags == set()
