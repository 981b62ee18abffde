"""wrk, asked for one short run, and what it tells."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from bench.edge.process import pinned

CONNECTIONS = 32
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Run:
    """What one run counted; times in milliseconds."""

    rate: float
    requests: int
    p50: float
    p99: float


def run(url: str, core: int, seconds: float, headers: dict[str, str]) -> Run:
    """One run against `url` from `core`; raises RuntimeError where an answer failed."""
    given = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = [*pinned(core), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--latency", *given, url]
    return read(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def read(told: str) -> Run:
    """The run that wrk tells of; raises RuntimeError where an answer failed."""
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(f"answers failed:\n{told}")
    return Run(
        float(_found(r"Requests/sec:\s+([\d.]+)", told)[1]),
        int(_found(r"(\d+) requests in", told)[1]),
        _milliseconds(_found(r"50%\s+([\d.]+)(us|ms|s|m)", told)),
        _milliseconds(_found(r"99%\s+([\d.]+)(us|ms|s|m)", told)),
    )


def _found(pattern: str, told: str) -> re.Match[str]:
    match = re.search(pattern, told)
    if match is None:
        raise RuntimeError(f"wrk told nothing like {pattern}:\n{told}")
    return match


def _milliseconds(match: re.Match[str]) -> float:
    return float(match[1]) * _UNITS[match[2]]
