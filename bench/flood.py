"""What a flood of replies costs readers: `python -m bench.flood`; `make bench-replies` asks it for its figure.

A story page is read by wrk as fast as it goes, in turn with and without 500 replies a second from one network. The
server has a core to itself; wrk and the flood share the other.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from statistics import median
from urllib.parse import urlencode

from bench.edge import wrk
from bench.edge.hits import GZIP, SERVER_CORE, WRK_CORE, fetch, story_paths
from bench.edge.process import pinned
from bench.edge.server import Server

SIZE, PORT = 1000, 8390
RATE = 500
SECONDS, ROUNDS = 3.0, 9
LINES = 16
"""Connections that the flood comes by."""


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Pages a second with and without the flood, replies a second that were sent, and how many were turned away."""
    with Server(SIZE, PORT, core=SERVER_CORE) as server:
        url = server.url + story_paths(server, 1)[0]
        found = re.search(r"/_f/replies/(\d+)/|replies/(\d+)/", fetch_text(url))
        assert found is not None, "the story has no place for replies"
        story = found[1] or found[2]
        wrk.run(url, WRK_CORE, SECONDS, GZIP)
        calm, flooded, sent = [], [], Counter[str]()
        for _ in range(rounds):
            calm.append(wrk.run(url, WRK_CORE, SECONDS, GZIP).rate)
            flood = _begin(server.port, story)
            flooded.append(wrk.run(url, WRK_CORE, SECONDS, GZIP).rate)
            sent.update(json.loads(flood.communicate()[0].splitlines()[-1]))
    took = sent.pop("seconds")
    return {
        "flood_slowdown": round(1 - median(flooded) / median(calm), 3),
        "calm": median(calm),
        "flooded": median(flooded),
        "sent_per_s": sum(sent.values()) / took,
        "refused": sent["429"] / sum(sent.values()),
    }


def fetch_text(url: str) -> str:
    """The page as text."""
    import gzip

    body, headers = fetch(url)
    return (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode()


def _begin(port: int, story: str) -> subprocess.Popen[str]:
    command = [*pinned(WRK_CORE), sys.executable, "-m", "bench.flood", str(port), story]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


# --- The flood, in a process of its own ------------------------------------------------------------------------------


async def flood(port: int, story: str) -> Counter[str]:
    """Sends `RATE` replies a second for as long as one run of wrk takes; how often each status came, and how long."""
    started, statuses = time.monotonic(), Counter[str]()
    turns = asyncio.Queue[int]()
    senders = [asyncio.create_task(_send(port, story, turns, statuses)) for _ in range(LINES)]
    for number in range(int(RATE * SECONDS)):
        await asyncio.sleep(max(0.0, started + number / RATE - time.monotonic()))
        turns.put_nowait(number)
    await asyncio.sleep(0.2)
    for sender in senders:
        sender.cancel()
    statuses["seconds"] = round(SECONDS)
    return statuses


async def _send(port: int, story: str, turns: asyncio.Queue[int], statuses: Counter[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        number = await turns.get()
        form = {"name": "Buy", "email": f"buy{number}@spam.example", "text": f"Cheap watches {number}, buy them now."}
        body = urlencode(form)
        writer.write(
            f"POST /replies/{story}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        status, close = await _answer(reader)
        statuses[status] += 1
        if close:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)


async def _answer(reader: asyncio.StreamReader) -> tuple[str, bool]:
    """The status of the answer, and whether the connection is over."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))
    return head.split(" ", 2)[1], "connection: close" in head or not length


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(flood(int(sys.argv[1]), sys.argv[2]))))
    else:
        os.environ.setdefault("BROADSHEET_LOG_LEVEL", "ERROR")
        print(json.dumps(measure()))
