"""How a page is read back: from the server itself, by the paper's own name, without following anything."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from broadsheet.front.proof.reading import Reader, UnreachableServerError

ASKED: list[dict[str, str]] = []


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append({name.lower(): value for name, value in self.headers.items()})
        json = self.path.endswith(".json")
        text = (
            '{"items": [{"title": "A \\u201cb\\u201d", "n": 1}, ["C"]]}' if json else "<p>Fish &amp;\n <b>ch</b>ips</p>"
        )
        body = gzip.compress(text.encode())
        self.send_response(301 if self.path == "/old/" else 200)
        headers = {
            "Content-Type": "application/feed+json" if json else "text/html", "Content-Encoding": "gzip",
            "Content-Length": str(len(body)), "Location": "http://testserver/new/?a=1",
            "Cache-Status": "Broadsheet; hit", "Broadsheet-Generation": "12",
        }  # fmt: skip
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def server() -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_markup_and_words_are_told_apart(server):
    found = Reader(server).read("/")
    assert (found.status, found.through_edge, found.number) == (200, True, 12)
    assert "<p>Fish &" in found.markup
    assert found.words == "Fish&chips"


def test_the_paper_is_asked_by_its_public_name_and_without_a_cookie(server):
    ASKED.clear()
    Reader(server).read("/")
    assert ASKED[0]["host"] == "testserver"
    assert ASKED[0]["x-forwarded-proto"] == "http"
    assert "cookie" not in ASKED[0]


def test_a_redirect_is_told_and_not_followed(server):
    found = Reader(server).read("/old/")
    assert (found.status, found.location) == (301, "/new/")


def test_of_json_the_texts_are_read(server):
    assert "A “b”" in Reader(server).read("/feed.json").markup


def test_where_nobody_listens_it_says_where():
    with pytest.raises(UnreachableServerError, match=r"127\.0\.0\.1:1"):
        Reader("http://127.0.0.1:1").read("/")
