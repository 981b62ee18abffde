"""What a real `broadsheet serve` sends over a connection: pages, conditions, ranges, refusals, bodies unread."""

from __future__ import annotations

import gzip
import http.client
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import brotli
import pytest

from tests.cli.test_serve import serve  # noqa: F401
from tests.cli.test_tree import until

GZIP = {"Accept-Encoding": "gzip"}


class Reader:
    """Asks one server over one connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str):
        """Status, headers (names in lower case) and body."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        self.connection.request(method, path, body, named)
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()

    def ask_again(self, path: str = "/"):
        """As `ask`; a server may have closed a connection whose body it did not wait for (RFC 9112, 9.6)."""
        try:
            return self.ask(path)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()
            return self.ask(path)


def raw(port: int, request: bytes) -> bytes:
    """What the server sends for these very bytes until it closes or says no more."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        connection.settimeout(5)
        received = b""
        try:
            while chunk := connection.recv(65_536):
                received += chunk
        except TimeoutError:
            pass
        return received


@pytest.fixture
def port(serve, home: Path) -> int:  # noqa: F811
    (home / "media").mkdir(exist_ok=True)
    (home / "media" / "a.1a2b3c4d5e6f.bin").write_bytes(bytes(range(256)) * 40)
    return serve(BROADSHEET_WEB_WORKERS="1")[1]


def test_what_a_server_sends(port: int, home: Path) -> None:
    reader = Reader(port)
    with closing(reader.connection):
        play(reader, port, home)


def play(reader: Reader, port: int, home: Path) -> None:
    """One connection for all, so that whatever upsets it is seen by what comes next."""
    until(lambda: "last-modified" in reader.ask()[1], "a page that is a second old")

    # The same bytes in every encoding, and HEAD without them.
    status, head, plain = reader.ask()
    assert (status, head["cache-status"], head["content-length"]) == (200, "Broadsheet; hit", str(len(plain)))
    assert gzip.decompress(reader.ask(Accept_Encoding="gzip")[2]) == plain
    until(lambda: reader.ask(Accept_Encoding="br")[1].get("content-encoding") == "br", "brotli")
    assert brotli.decompress(reader.ask(Accept_Encoding="br")[2]) == plain
    for encoding in ("identity", "gzip", "br"):
        got, headed = (reader.ask(method=method, Accept_Encoding=encoding) for method in ("GET", "HEAD"))
        got[1].pop("date", None), headed[1].pop("date", None)
        assert (headed[0], headed[1], headed[2]) == (200, got[1], b"")

    # Conditions.
    status, told, body = reader.ask(If_None_Match=head["etag"])
    assert (status, told["etag"], body, "content-type" in told) == (304, head["etag"], b"", False)
    assert reader.ask(If_Modified_Since=head["last-modified"])[0] == 304
    assert reader.ask(If_None_Match='"other"', If_Modified_Since=head["last-modified"])[0] == 200
    assert reader.ask(Range="bytes=0-9")[2] == plain

    # Media: ranges, and for ever where the name carries the content's hash.
    media = "/media/a.1a2b3c4d5e6f.bin"
    status, told, body = reader.ask(media)
    assert (status, body, told["cache-control"]) == (200, bytes(range(256)) * 40, "public, max-age=31536000, immutable")
    status, told, body = reader.ask(media, Range="bytes=10-19")
    assert (status, body, told["content-range"]) == (206, bytes(range(10, 20)), "bytes 10-19/10240")
    assert reader.ask(media, Range="bytes=20000-")[0] == 416
    assert reader.ask(media, method="HEAD")[1]["content-length"] == "10240"
    assert reader.ask(media, If_None_Match=told["etag"])[0] == 304
    style = next((home / "static" / "front" / "css").glob("*.????????????.css"))
    assert "immutable" in reader.ask(f"/static/front/css/{style.name}")[1]["cache-control"]

    # Bodies that nobody reads leave the connection in order.
    for method in ("GET", "POST", "BREW"):
        assert reader.ask(method=method, body=b"x" * 200_000)[0] < 500
        assert reader.ask_again()[2] == plain
    assert reader.ask(Expect="100-continue")[0] == 200

    # Refusals.
    for path, status in (
        ("/%00", 400),
        ("/%ff/", 400),
        ("//", 404),
        ("/%2e%2e/secret.key", 404),
        ("/" + "a" * 10_000, 414),
    ):
        assert reader.ask(path)[0] == status, path
    assert reader.ask("/?" + "&".join(f"x{n}=1" for n in range(1_000)))[2] == plain
    assert reader.ask("/?page=abc")[0] == reader.ask("/?page=0")[0]
    for host in ("other.example", "user@127.0.0.1", "127.0.0.1/", ""):
        assert reader.ask(Host=host)[0] == 400, host
    for request in (
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\xff\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /\xc3\xa9/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: b\r\n" * 300 + b"Connection: close\r\n\r\n",
        b"nonsense\r\n\r\n",
    ):
        assert b" 500 " not in raw(port, request).partition(b"\r\n")[0], request[:60]
    assert reader.ask()[2] == plain

    # A change is seen by the next reader.
    with closing(sqlite3.connect(home / "broadsheet.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE broadsheet_articles_paper SET name = 'Another Name'")
        database.execute(
            "INSERT INTO broadsheet_edge_generation SELECT 'paper', COALESCE(MAX(number), 0) + 1 "
            "FROM broadsheet_edge_generation WHERE true ON CONFLICT (tag) DO UPDATE SET number = excluded.number"
        )
    status, told, body = reader.ask(If_None_Match=head["etag"])
    assert (status, b"Another Name" in body) == (200, True)
