"""What `/healthz` tells."""

from __future__ import annotations

import os
import time

from starlette.routing import Route, Router
from starlette.testclient import TestClient

from broadsheet.edge.health import HEARTBEAT, Health, beat, since_heartbeat


def answer(home, database=lambda: None):
    return TestClient(Router([Route("/healthz", Health(home, database))])).get("/healthz")


def test_all_is_well_while_the_database_answers_and_the_worker_is_alive(tmp_path):
    beat(tmp_path)
    got = answer(tmp_path)
    assert got.status_code == 200
    assert got.json() == {"status": "ok", "database": "ok", "worker": "ok", "pages": "ok"}
    assert got.headers["cache-control"] == "no-store"


def test_a_worker_that_was_never_seen_or_fell_silent_is_told(tmp_path):
    assert (answer(tmp_path).status_code, answer(tmp_path).json()["worker"]) == (503, "never seen")
    beat(tmp_path)
    long_ago = time.time() - 3600
    os.utime(tmp_path / HEARTBEAT, (long_ago, long_ago))
    assert (answer(tmp_path).status_code, answer(tmp_path).json()["worker"]) == (503, "late")
    assert (since_heartbeat(tmp_path) or 0) > 3000


def test_an_unreachable_database_is_told_without_its_secrets(tmp_path):
    beat(tmp_path)

    def fails():
        raise RuntimeError("password=hunter2")

    got = answer(tmp_path, fails)
    assert (got.status_code, got.json()["database"]) == (503, "unreachable")
    assert "hunter2" not in got.text


def test_without_a_database_it_says_whether_readers_still_get_kept_pages(tmp_path):
    beat(tmp_path)

    def fails():
        raise RuntimeError("gone")

    health = Health(tmp_path, fails)
    client = TestClient(Router([Route("/healthz", health)]))
    assert client.get("/healthz").json()["pages"] == "none"
    health.keeps_pages = True
    got = client.get("/healthz")
    assert (got.status_code, got.json()["pages"]) == (503, "only those that are kept")
