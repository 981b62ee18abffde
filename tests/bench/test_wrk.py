"""What wrk tells is read right, and answers that failed are no measurement."""

from __future__ import annotations

import pytest

from bench.edge.wrk import Run, read

TOLD = """Running 3s test @ http://127.0.0.1:8140/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.00ms    1.00ms  20.00ms   90.00%
  Latency Distribution
     50%  500.00us
     75%    1.30ms
     90%    1.80ms
     99%    4.20ms
  45000 requests in 3.00s, 300.00MB read
Requests/sec:  15000.50
Transfer/sec:    100.00MB
"""


def test_rate_count_and_latencies_are_read_whatever_their_unit() -> None:
    assert read(TOLD) == Run(rate=15000.5, requests=45000, p50=0.5, p99=4.2)


@pytest.mark.parametrize("trouble", ["  Non-2xx or 3xx responses: 3\n", "  Socket errors: connect 0, read 1\n"])
def test_a_run_with_failed_answers_is_refused(trouble: str) -> None:
    with pytest.raises(RuntimeError, match="failed"):
        read(TOLD + trouble)
