"""How long readers wait for a page, asked for at an even pace."""

from __future__ import annotations

import http.client
import statistics
import time

PACE = 0.01


def median_ms(port: int, seconds: float) -> float:
    """The median time to fetch the front, in milliseconds, one hundred times a second over one connection."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.perf_counter()
        link.request("GET", "/", headers={"Accept-Encoding": "gzip"})
        answer = link.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append(time.perf_counter() - begun)
        time.sleep(PACE)
    link.close()
    return statistics.median(times) * 1000
