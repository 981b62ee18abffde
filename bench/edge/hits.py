"""Hits and conditional requests beside nginx: short runs in turn, one core for the server and the other for wrk.

Throughput tells what a machine to itself would give only where it is one; processor time per request is told as well,
which neighbours disturb less.
"""

from __future__ import annotations

import gzip
import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.edge import wrk
from bench.edge.nginx import Nginx
from bench.edge.process import cpu_seconds
from bench.edge.server import Server
from bench.edge.wrk import Run

SERVER_CORE, WRK_CORE = 1, 0
SECONDS = 3.0
ROUNDS = 9
GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Measured:
    """Medians over all runs of one kind; `cpu` in microseconds of processor time per request."""

    rate: float
    p99: float
    cpu: float


def measure(size: int, ports: tuple[int, int], rounds: int = ROUNDS) -> dict[str, Any]:
    """Rates, p99 and processor time of a story page by nginx and by the edge, and of 304s by both."""
    with Server(size, ports[0], core=SERVER_CORE) as server:
        path = story_paths(server, 1)[0]
        body, headers = fetch(server.url + path)
        with Nginx(ports[1], body, headers, SERVER_CORE) as nginx:
            assert fetch(nginx.url)[0] == body
            found = _in_turn(server, server.url + path, nginx, rounds)
    return {**found, "body_bytes": len(body)}


def _in_turn(server: Server, url: str, nginx: Nginx, rounds: int) -> dict[str, Any]:
    web, files = server.web, nginx.pids
    ours = GZIP | {"If-None-Match": fetch(url)[1]["etag"]}
    theirs = GZIP | {"If-None-Match": fetch(nginx.url)[1]["etag"]}
    kinds: dict[str, Callable[[], tuple[Run, float]]] = {
        "nginx": lambda: _one(nginx.url, files(), GZIP),
        "edge": lambda: _one(url, web(), GZIP),
        "nginx 304": lambda: _one(nginx.url, files(), theirs),
        "edge 304": lambda: _one(url, web(), ours),
    }
    runs: dict[str, list[tuple[Run, float]]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind, one in kinds.items():
            runs[kind].append(one())
    return {kind: _medians(found) for kind, found in runs.items()}


def _one(url: str, pids: list[int], headers: dict[str, str]) -> tuple[Run, float]:
    """One run, and the processor time per request in microseconds."""
    before = cpu_seconds(pids)
    run = wrk.run(url, WRK_CORE, SECONDS, headers)
    return run, (cpu_seconds(pids) - before) / run.requests * 1e6


def _medians(runs: list[tuple[Run, float]]) -> Measured:
    return Measured(
        median(run.rate for run, _ in runs), median(run.p99 for run, _ in runs), median(cpu for _, cpu in runs)
    )


def fetch(url: str) -> tuple[bytes, dict[str, str]]:
    """The body as it is sent to who takes gzip, and the headers by their names in lower case."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=GZIP)) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def story_paths(server: Server, count: int) -> list[str]:
    """Paths of `count` stories, those of the newest months first, as the sitemaps name them."""
    found: list[str] = []
    for path in (path for path in sorted(_locations(server, "/sitemap.xml"), reverse=True) if "pages" not in path):
        found += _locations(server, path)
        if len(found) >= count:
            break
    return found[:count]


def _locations(server: Server, path: str) -> list[str]:
    body, headers = fetch(server.url + path)
    text = (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode()
    return [re.sub(r"^https?://[^/]*", "", found) for found in re.findall(r"<loc>([^<]+)</loc>", text)]
