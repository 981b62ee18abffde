import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from broadsheet.edge import outward
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.fetching import fetch


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/").replace("_", "/"))
            self.end_headers()
        elif self.path == "/zip":
            self._answer(gzip.compress(b"a" * 100_000), ("Content-Encoding", "gzip"))
        elif self.path == "/none":
            self.send_error(404)
        else:
            self._answer(self.headers["Host"].encode() + self.path.encode())

    def _answer(self, data, *headers):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=Latin1")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(url, largest=1000):
    return fetch(url, largest=largest, allow_private=True)


def test_a_page_is_fetched_with_its_character_set(site):
    found = get(f"{site}/page?a=1#part")
    assert found.data == f"{site[7:]}/page?a=1".encode()
    assert (found.url, found.charset) == (f"{site}/page?a=1", "latin1")


def test_an_address_beyond_ascii_is_fetched(site):
    assert get(f"{site}/brücke").data.endswith(b"/br%C3%BCcke")


def test_redirects_are_followed_but_not_for_ever(site):
    assert get(f"{site}/to/_page").url == f"{site}/page"
    with pytest.raises(CannotImportError, match="redirects"):
        get(f"{site}/to/" + "_to_" * 6 + "_page")


def test_a_redirect_is_checked_as_an_address_is(site, monkeypatch):
    with pytest.raises(CannotImportError, match="only addresses that begin with"):
        get(f"{site}/to/file:____etc_passwd")
    monkeypatch.setattr(outward, "is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(CannotImportError, match="private network"):
        fetch(f"{site.replace('localhost', '127.0.0.1')}/to/http:__10.0.0.1_", largest=10)


def test_a_page_too_large_is_refused_also_when_packed(site):
    with pytest.raises(CannotImportError, match="MB"):
        get(f"{site}/zip", largest=50_000)
    assert len(get(f"{site}/zip", largest=100_000).data) == 100_000


def test_an_error_of_the_server_is_told(site):
    with pytest.raises(CannotImportError, match="answered 404"):
        get(f"{site}/none")


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(CannotImportError, match="cannot be fetched"):
        get("http://127.0.0.1:9/")
    with pytest.raises(CannotImportError, match="not known"):
        get("http://no-such-host.invalid/")


def test_a_private_address_is_refused_by_default(site):
    with pytest.raises(CannotImportError, match="private network"):
        fetch(f"{site}/page", largest=10)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.example/", "http://", "http://u:p@a.example/", "http://a:99999/", "gopher://x"],
)
def test_other_addresses_are_refused(url):
    with pytest.raises(CannotImportError):
        get(url)
