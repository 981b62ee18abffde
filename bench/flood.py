"""What a flood of replies costs readers: `python -m bench.flood`; `make bench-replies` asks it for its figure.

A story page is read by wrk as fast as it goes, in turn with and without 500 replies a second from one network, sent by
another wrk (`flood.lua`). The server has a core to itself, both wrk share the other. So the slowing is that of a server
that has nothing to spare: one with readers enough to fill a core. Each round with the flood is compared with the calm
rounds before and after it, and the processor time that the server takes for a refused reply is told beside.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from time import sleep

from bench.edge import wrk
from bench.edge.hits import GZIP, SERVER_CORE, WRK_CORE, fetch, story_paths
from bench.edge.process import cpu_seconds, pinned
from bench.edge.server import Server
from bench.homes import in_home

SIZE, PORT = 100, 8410
SECONDS, ROUNDS = 3.0, 9
LINES = 32
"""Connections that the flood comes by."""
SCRIPT = Path(__file__).with_name("flood.lua")


@dataclass(frozen=True)
class Flood:
    """What was sent, and how much of it was turned away at the edge."""

    sent: int
    refused: int


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Pages a second with and without the flood, replies a second that were sent, and how many were turned away."""
    in_home(SIZE, "bench.flood", "--fill")
    with Server(SIZE, PORT, core=SERVER_CORE) as server:
        url = server.url + story_paths(server, 1)[0]
        found = re.search(r"/replies/(\d+)/", page(url))
        assert found is not None, "the story has no place for replies"
        replies = f"{server.url}/replies/{found[1]}/"
        wrk.run(url, WRK_CORE, SECONDS, GZIP)
        calm, flooded, floods = [wrk.run(url, WRK_CORE, SECONDS, GZIP).rate], [], []
        for _ in range(rounds):
            flood = begin(replies)
            flooded.append(wrk.run(url, WRK_CORE, SECONDS, GZIP).rate)
            floods.append(end(flood))
            calm.append(wrk.run(url, WRK_CORE, SECONDS, GZIP).rate)
        cost = alone(server, replies)
    beside = [mean(pair) for pair in pairwise(calm)]
    sent = sum(one.sent for one in floods)
    return {
        "flood_slowdown": round(1 - median(one / other for one, other in zip(flooded, beside, strict=True)), 3),
        "calm": median(calm),
        "flooded": median(flooded),
        "sent_per_s": sent / rounds / SECONDS,
        "refused": sum(one.refused for one in floods) / sent,
        "cpu_us": cost,
    }


def page(url: str) -> str:
    """The page as text."""
    import gzip

    body, headers = fetch(url)
    return (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode()


def begin(url: str) -> subprocess.Popen[str]:
    """A flood as long as one run."""
    command = [*pinned(WRK_CORE), "wrk", "-t1", f"-c{LINES}", f"-d{SECONDS:g}s", "-s", str(SCRIPT), url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def end(flood: subprocess.Popen[str]) -> Flood:
    """Waits until it is over, and reads what it tells."""
    told = flood.communicate(timeout=60)[0]
    found = re.search(r"flood: (\d+) refused, (\d+) taken", told)
    if found is None:
        raise RuntimeError(f"the flood told nothing of itself:\n{told}")
    return Flood(int(found[1]) + int(found[2]), int(found[1]))


def alone(server: Server, url: str) -> float:
    """Microseconds of the server's processor time for a reply of a flood that comes while nobody reads."""
    web = server.web()
    end(begin(url))
    before = cpu_seconds(web)
    sleep(SECONDS)
    idle = cpu_seconds(web) - before
    before = cpu_seconds(web)
    flood = end(begin(url))
    return (cpu_seconds(web) - before - idle) / flood.sent * 1e6


def fill() -> None:
    """Fill the home that we are in."""
    import django

    django.setup()
    from bench.homes import filled

    filled(SIZE)
    print("{}")


if __name__ == "__main__":
    if "--fill" in sys.argv:
        fill()
    else:
        os.environ.setdefault("BROADSHEET_LOG_LEVEL", "ERROR")
        print(json.dumps(measure()))
