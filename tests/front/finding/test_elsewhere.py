"""Stories are sent to an OpenSearch server and found by it; here by one that answers alike and knows words only."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from wagtail.rich_text import RichText

from broadsheet.cli.check import check_search
from tests import world

pytestmark = pytest.mark.django_db


class OpenSearchStandIn(ThreadingHTTPServer):
    """Keeps documents by their addresses; a search finds those in which all words of the question stand."""

    daemon_threads = True
    documents: dict[str, dict[str, Any]]
    asked: list[dict[str, Any]]


class Handler(BaseHTTPRequestHandler):
    server: OpenSearchStandIn

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body, path = self.rfile.read(length).decode(), urlsplit(self.path).path
        told: dict[str, Any] = {"acknowledged": True}
        if path == "/":
            told = {"version": {"number": "3.2.0", "distribution": "opensearch"}}
        elif path.endswith("/_bulk"):
            lines = [json.loads(line) for line in body.splitlines()]
            for action, document in zip(lines[::2], lines[1::2], strict=True):
                self.server.documents[f"{path}/{action['index']['_id']}"] = document
            told = {"errors": False, "items": [{"index": {"status": 201}} for _ in lines[::2]]}
        elif self.command == "DELETE" and "/_doc/" in path:
            self.server.documents.pop(path, None)
        elif "/_doc/" in path:
            self.server.documents[path] = json.loads(body)
        elif path.endswith("/_search"):
            told = self.found(path.removesuffix("/_search"), json.loads(body))
        self.send_response(200)
        data = json.dumps(told).encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815

    def found(self, index: str, question: dict[str, Any]) -> dict[str, Any]:
        self.server.asked.append(question)
        words = json.dumps(question).partition('"query": "')[2].partition('"')[0].split()
        hits = [
            {"_id": path, "_score": 1.0, "fields": {"pk": [document["pk"]]}}
            for path, document in self.server.documents.items()
            if path.startswith(index) and all(word in json.dumps(document).lower() for word in words)
        ]
        return {"hits": {"hits": hits}}

    def log_message(self, *args: Any) -> None:
        """Nothing on stderr."""


@pytest.fixture
def engine(settings: Any, db: None) -> Iterator[OpenSearchStandIn]:
    with OpenSearchStandIn(("127.0.0.1", 0), Handler) as server:
        server.documents, server.asked = {}, []
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.WAGTAILSEARCH_BACKENDS = {
            "default": {
                "BACKEND": "wagtail.search.backends.opensearch3",
                "URLS": [f"http://127.0.0.1:{server.server_port}"],
                "INDEX_PREFIX": "broadsheet_",
                "TIMEOUT": 5,
            }
        }
        yield server
        server.shutdown()


def test_stories_are_sent_when_they_are_published_and_found_by_readers(engine, client):
    world.paper("Politics")
    body = [("paragraph", RichText("<p>The swing bridge closed.</p>"))]
    world.story(world.section("Politics"), "Bridge closes", body=body)
    world.story(world.section("Politics"), "Council meets")
    assert any("Bridge closes" in json.dumps(document) for document in engine.documents.values())
    page = client.get("/search/?q=swing").content.decode()
    assert "Bridge closes" in page
    assert "Council meets" not in page
    assert "published_at_filter" in json.dumps(engine.asked[0])


def test_a_paper_that_was_there_before_is_sent_by_one_command(engine, client):
    world.paper("Politics")
    world.story(world.section("Politics"), "Bridge closes")
    engine.documents.clear()
    call_command("update_index", verbosity=0)
    assert "<mark>Bridge</mark> closes" in client.get("/search/?q=bridge").content.decode()


def test_an_engine_that_does_not_answer_stops_no_publish_and_is_told_to_readers(engine, client, settings, caplog):
    settings.WAGTAILSEARCH_BACKENDS["default"]["URLS"] = ["http://127.0.0.1:9"]
    world.paper("Politics")
    world.story(world.section("Politics"), "Bridge closes")
    answer = client.get("/search/?q=bridge")
    assert answer.status_code == 503
    assert "out of order" in answer.content.decode()
    assert "No story has these words" not in answer.content.decode()


def test_the_engine_is_asked_by_the_check(engine):
    assert check_search(f"http://127.0.0.1:{engine.server_port}").text == "OpenSearch 3.2.0 answers"
    assert check_search("http://127.0.0.1:9").state == "fail"
