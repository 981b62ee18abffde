"""Asking whether a link leads somewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from broadsheet.newsletter import dead_links


class _Answers(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(f"{self.headers['Host']} {self.path}")
        self.send_response(404 if self.path == "/gone" else 302)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    _Answers.asked = []
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


def test_what_is_gone_is_dead_and_our_own_pages_are_asked_of_our_own_server(server: HTTPServer, settings) -> None:
    settings.PUBLIC_URL, settings.SERVER_URL = "https://paper.example", f"http://127.0.0.1:{server.server_port}"
    words = "Read https://paper.example/gone, https://paper.example/there?a=1 and https://paper.example/gone"
    assert [(one.url, one.is_dead) for one in dead_links.troubles(words)] == [("https://paper.example/gone", True)]
    assert sorted(_Answers.asked) == ["paper.example /gone", "paper.example /there?a=1"]


def test_nothing_is_asked_of_the_inner_network_and_what_cannot_be_asked_is_not_called_dead(
    server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = f"http://127.0.0.1:{server.server_port}/gone"
    (found,) = dead_links.troubles(inner)
    assert (found.is_dead, _Answers.asked) == (False, [])
    assert "private network" in found.why
    monkeypatch.setattr(dead_links, "ALLOW_PRIVATE", True)
    (found,) = dead_links.troubles(inner)
    assert found.is_dead
    (found,) = dead_links.troubles("http://127.0.0.1:9/")
    assert not found.is_dead


def test_a_letter_without_links_asks_nobody() -> None:
    assert list(dead_links.troubles("Good morning, 3.5 of 4.")) == []
