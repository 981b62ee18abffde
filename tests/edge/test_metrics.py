"""`/metrics`: what it says, and to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.routing import Route, Router
from starlette.testclient import TestClient

from broadsheet.edge.metrics import Metrics, text
from broadsheet.edge.stats import Stats
from broadsheet.edge.tally import Slot, read

TOKEN = "a-token-of-at-least-sixteen"
HERE = ("127.0.0.1", 50000)


def fill(folder: Path) -> Slot:
    stats = Stats()
    stats.hits, stats.not_modified, stats.pressed = 41, 7, 3
    stats.rendered(stats.clock() - 0.03)
    stats.obtained("fwd=stale; stored", stats.clock() - 0.04)
    slot = Slot(folder)
    slot.write(stats, (5, 6, 7, 8), (2, 1000, 4, 9000, 77, 1))
    return slot


def asked(folder: Path, token: str = "", client=HERE, host: str = "127.0.0.1:8000", **headers: str | bytes):
    app = Router([Route("/metrics", Metrics(folder, token))])
    sent = {name.replace("_", "-").encode(): _bytes(value) for name, value in headers.items()}
    return TestClient(app, client=client, base_url=f"http://{host}").get("/metrics", headers=sent)


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def test_it_is_what_prometheus_reads(tmp_path):
    slot = fill(tmp_path)
    got = asked(tmp_path)
    assert (got.status_code, got.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    families = {family.name: family for family in text_string_to_metric_families(got.text)}
    samples = {(s.name, *s.labels.values()): s.value for family in families.values() for s in family.samples}
    assert samples["broadsheet_edge_requests_total", "hit"] == 41
    assert samples["broadsheet_edge_requests_total", "miss"] == 1
    assert samples["broadsheet_edge_not_modified_total",] == 7
    assert samples["broadsheet_edge_flight_waits_total",] == 5
    assert samples["broadsheet_edge_store_bytes",] == 9000
    assert samples["broadsheet_edge_processes",] == 1
    assert samples["broadsheet_edge_render_seconds_bucket", "0.025"] == 0
    assert samples["broadsheet_edge_render_seconds_bucket", "+Inf"] == 1
    assert samples["broadsheet_edge_render_seconds_count",] == 1
    assert samples["broadsheet_edge_miss_seconds_sum",] >= 0.04
    assert samples["broadsheet_edge_miss_seconds_of_all", "0.99"] > 0.025
    assert {family.type for family in families.values()} == {"counter", "gauge", "histogram"}
    assert slot.descriptor


def test_it_can_be_read_before_anybody_was_served(tmp_path):
    assert list(text_string_to_metric_families(text(read(tmp_path / "none")).decode()))


def test_without_a_token_only_the_machine_itself_is_answered(tmp_path):
    assert asked(tmp_path).status_code == 200
    assert asked(tmp_path, host="localhost:8000").status_code == 200
    assert asked(tmp_path, client=("::1", 50000), host="[::1]:8000").status_code == 200
    assert asked(tmp_path, client=("192.0.2.7", 50000)).status_code == 404


@pytest.mark.parametrize("header", ["forwarded", "x_forwarded_for", "x_forwarded_proto", "x_real_ip", "via"])
def test_what_came_by_a_proxy_is_not_from_the_machine_itself(tmp_path, header):
    assert asked(tmp_path, **{header: "127.0.0.1"}).status_code == 404


def test_a_page_elsewhere_cannot_ask_by_a_name_that_leads_here(tmp_path):
    assert asked(tmp_path, host="rebound.example:8000").status_code == 404


def test_where_there_is_a_token_it_must_be_shown_even_here(tmp_path):
    assert asked(tmp_path, TOKEN, authorization=f"Bearer {TOKEN}").status_code == 200
    assert asked(tmp_path, TOKEN, client=("192.0.2.7", 1), host="paper.example", authorization=f"bearer {TOKEN}").text
    for shown in ("", f"Bearer {TOKEN}x", "Bearer", f"Basic {TOKEN}", "Bearer ümläut".encode()):
        got = asked(tmp_path, TOKEN, authorization=shown)
        assert (got.status_code, got.headers["www-authenticate"]) == (401, "Bearer")
        assert "broadsheet_edge" not in got.text
