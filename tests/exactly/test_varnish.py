"""Debian's Varnish as we ship its configuration: the same bytes, never a stale one, and empty where it may be."""

from __future__ import annotations

import http.client
import http.server
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.trials.readers import LISTS, URLS, Readers
from bench.trials.serving import Paper
from tests.harness.system import VARNISH, locate

VCL = Path(__file__).parents[2] / "deploy" / "varnish" / "broadsheet.vcl"
FEATURES = ("feature=+esi_include_onerror", "feature=+esi_disable_xml_check")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def varnish(folder: Path, backend: int) -> Iterator[int]:
    """The port of a Varnish in front of the paper on port `backend`."""
    vcl, port = folder / "test.vcl", free_port()
    vcl.write_text(VCL.read_text().replace('"8000"', f'"{backend}"'))
    options = [word for feature in FEATURES for word in ("-p", feature)]
    command = [locate(VARNISH), "-F", "-n", str(folder / "n"), "-f", str(vcl), "-a", f"127.0.0.1:{port}"]
    with (folder / "varnish.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "-s", "malloc,16m", "-j", "none", *options], stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    try:
        for _ in range(600):
            if _listens(port):
                break
            assert process.poll() is None, (folder / "varnish.log").read_text()
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    found = answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return found


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """A served paper of eight stories that the trials' editor made."""
    paper = Paper(tmp_path_factory.mktemp("varnish") / "paper", free_port(), workers=1)
    paper.init()
    paper.serve()
    try:
        paper.wait()
        paper.edit(1, 0.05)
        paper.stop_editing()
        yield paper
    finally:
        paper.stop()


def test_varnish_sends_the_same_bytes_as_the_edge_and_stale_ones_never(paper: Paper, tmp_path: Path) -> None:
    with varnish(tmp_path, paper.port) as port:
        for url in URLS * 2:
            assert get(port, url)[:2] == get(paper.port, url)[:2], url
        assert b"<esi:" not in get(port, "/harbour/")[1]
        paper.edit(2, 0.05)
        readers = Readers(port, count=2)
        time.sleep(4)
        readers.stop()
        paper.stop_editing()
        notes = readers.take()
        stale = [
            fault for seen in notes.seen for fault in paper.ledger.faults(seen, LISTS.get(seen.url), at_once=False)
        ]
        assert (stale[:5], notes.torn[:5], notes.errors[:5]) == ([], [], [])
        assert len(notes.seen) > 20
        for url in URLS:
            assert get(port, url)[:2] == get(paper.port, url)[:2], url


class Stub(http.server.BaseHTTPRequestHandler):
    """A paper with one page whose fragment fails."""

    def do_GET(self) -> None:
        body = {"/": b'<p>before <esi:include src="/_f/gone/" onerror="continue"/>after</p>'}.get(self.path, b"broken")
        self.send_response(200 if self.path in ("/", "/healthz") else 500)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html")
        if self.path == "/":
            self.send_header("Surrogate-Control", 'content="ESI/1.0"')
            self.send_header("Broadsheet-Generation", "1")
            self.send_header("ETag", 'W/"1"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def test_where_a_fragment_fails_its_place_stays_empty(tmp_path: Path) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with varnish(tmp_path, server.server_address[1]) as port:
            status, body, headers = get(port, "/")
    finally:
        server.shutdown()
        server.server_close()
    assert (status, body) == (200, b"<p>before after</p>")
    assert "etag" not in headers
    assert "surrogate-control" not in headers
