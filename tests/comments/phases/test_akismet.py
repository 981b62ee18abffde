"""Akismet answers, or does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest

from broadsheet.comments.phases import akismet
from broadsheet.comments.phases.akismet import Akismet
from broadsheet.comments.phases.judging import judge
from broadsheet.comments.phases.verdict import Word


class Service(HTTPServer):
    """Stands in for Akismet: answers `says`, keeps what it was told."""

    says: tuple[int, str, dict[str, str]] = (200, "false", {})
    told: dict[str, list[str]] = {}


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        self.server.told = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        status, body, headers = self.server.says
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        """Nothing on stderr."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setattr(akismet, "ADDRESS", f"http://127.0.0.1:{server.server_port}/")
        yield server
        server.shutdown()
        thread.join()


def draft() -> Any:
    story = SimpleNamespace(pk=1, get_url=lambda: "/politics/bridge/")
    fields = {"name": "Rosa", "email": "rosa@example.org", "text": "Grüße & more", "website": "", "parent": None}
    return SimpleNamespace(**fields, ip="192.0.2.7", agent="Browser", story=story)


@pytest.mark.parametrize(
    ("says", "then", "word"),
    [
        ((200, "false", {}), "hold", None),
        ((200, "true", {}), "refuse", Word.HOLD),
        ((200, "true", {"X-akismet-pro-tip": "discard"}), "hold", Word.HOLD),
        ((200, "true", {"X-akismet-pro-tip": "discard"}), "refuse", Word.REFUSE),
        ((200, "invalid", {"X-akismet-debug-help": "We were unable to parse your key"}), "hold", Word.PASS),
        ((500, "oops", {}), "hold", Word.PASS),
    ],
)
def test_its_answer_decides(service: Service, says: tuple, then: str, word: Word | None) -> None:
    service.says = says
    found = Akismet(key="k3y", then=then)(draft())
    assert (found.word if found else None) == word
    assert service.told["comment_content"] == ["Grüße & more"]
    assert service.told["user_ip"] == ["192.0.2.7"]


def test_a_service_that_is_away_holds_nobody_up_and_leaves_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(akismet, "ADDRESS", "http://127.0.0.1:9/")
    phase: Any = Akismet(key="k3y")
    verdict = judge(draft(), [phase])
    assert verdict.word == Word.PASS
    assert "did not answer" in verdict.trace[0]["reason"]


def test_without_a_key_nothing_leaves_the_server(service: Service) -> None:
    assert Akismet()(draft()) is None
    assert not service.told
