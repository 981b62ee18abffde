"""`/metrics`: what the edge counted, as Prometheus reads it (text format 0.0.4). Knows no Django.

Guarded: whoever shows the token is answered; where there is none, only who asks on the machine itself, at the server's
own address and through no proxy. To everybody else the address does not exist.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from broadsheet.edge.numbers import DRAWN
from broadsheet.edge.stats import BUCKETS, quantile
from broadsheet.edge.tally import Tally, read

if TYPE_CHECKING:
    from prometheus_client import Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
REQUESTS = {
    "hit": "hits",
    "miss": "misses",
    "reassembled": "reassembled",
    "passed": "passed",
    "refused": "refused",
    "failed": "failed",
}
COUNTERS = {
    "broadsheet_edge_not_modified": ("not_modified", "Requests answered with 304, of whatever result."),
    "broadsheet_edge_renders": ("pressed", "Pages and fragments that were rendered."),
    "broadsheet_edge_stale": ("stale", "Parts served after their time because rendering failed (stale-if-error)."),
    "broadsheet_edge_flight_waits": ("waited", "Requests that waited for a rendering that was under way."),
    "broadsheet_edge_shelf_evictions": ("shelf_evicted", "Pages that made room in memory."),
    "broadsheet_edge_store_evictions": ("store_evicted", "Parts that made room on disk."),
    "broadsheet_edge_store_remakes": ("store_remade", "How often the store was found damaged and made anew."),
}
GAUGES = {
    "broadsheet_edge_shelf_pages": ("shelf_pages", "Pages in memory, of all processes."),
    "broadsheet_edge_shelf_bytes": ("shelf_bytes", "Bytes of pages in memory, of all processes."),
    "broadsheet_edge_store_parts": ("store_parts", "Pages and fragments on disk."),
    "broadsheet_edge_store_bytes": ("store_bytes", "Bytes of them."),
    "broadsheet_edge_database_reachable": (
        "reachable",
        "Web processes that reached the database when they last asked.",
    ),
}
SECONDS = {
    "broadsheet_edge_render_seconds": ("renders", "Time that rendering took."),
    "broadsheet_edge_miss_seconds": ("obtains", "Time until a page that was not ready could be sent."),
}
QUANTILES = (0.5, 0.99)


class Metrics:
    """The answer at `/metrics` from the counts in `folder`; `token` as in BROADSHEET_METRICS_TOKEN."""

    def __init__(self, folder: Path, token: str) -> None:
        self.folder = folder
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._refusal(scope)
        if answer is None:
            answer = Response(await run_in_threadpool(lambda: text(read(self.folder))), 200, media_type=CONTENT_TYPE)
            answer.headers["Cache-Control"] = "no-store"
        await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self.token:
            return None if _is_from_here(scope, headers) else PlainTextResponse("Not found.\n", 404)
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and secrets.compare_digest(shown.strip().encode(), self.token.encode()):
            return None
        return PlainTextResponse("Show the token.\n", 401, {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})


def _is_from_here(scope: Scope, headers: Headers) -> bool:
    """Whether it was asked on this machine at a loopback address, and neither by a proxy nor by a page elsewhere."""
    asked = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    client = (scope.get("client") or ("",))[0]
    return (
        _is_loopback(client)
        and (asked == "localhost" or _is_loopback(asked.strip("[]")))
        and not any(name in headers for name in PROXIED)
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def text(tally: Tally) -> bytes:
    """The metrics as text."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.registry import Collector

    class Counted(Collector):
        def collect(self) -> Iterable[Metric]:
            return families(tally)

    registry = CollectorRegistry()
    registry.register(Counted())
    return generate_latest(registry)


def families(tally: Tally) -> Iterator[Metric]:
    """The metrics: counters over all processes that ever were, gauges over those that live."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    numbers = tally.numbers
    requests = CounterMetricFamily("broadsheet_edge_requests", "Requests by what became of them.", labels=["result"])
    for result, name in REQUESTS.items():
        requests.add_metric([result], numbers[name])
    yield requests
    for name, (own, told) in COUNTERS.items():
        yield CounterMetricFamily(name, told, value=numbers[own])
    for name, (own, told) in GAUGES.items():
        yield GaugeMetricFamily(name, told, value=numbers[own])
    changes = max(numbers["generation"], 0) >> DRAWN
    yield GaugeMetricFamily("broadsheet_edge_changes", "Commits that changed pages, as far as known.", value=changes)
    yield GaugeMetricFamily("broadsheet_edge_processes", "Web processes that live.", value=tally.processes)
    for name, (own, told) in SECONDS.items():
        bounds = zip([*map(str, BUCKETS), "+Inf"], accumulate(tally.buckets[own]), strict=True)
        yield HistogramMetricFamily(name, told, buckets=list(bounds), sum_value=tally.seconds[own])
        of_all = GaugeMetricFamily(f"{name}_of_all", f"{told} Quantiles since counting began.", labels=["quantile"])
        for share in QUANTILES:
            of_all.add_metric([str(share)], quantile(tally.buckets[own], share) or 0)
        yield of_all
