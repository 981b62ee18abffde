"""A served paper whose processes are killed and whose database is taken away, read all the while; `bench/faults.py`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.faults import KINDS, Trial


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """One paper for all rounds: starting one takes seconds."""
    home: Path = tmp_path_factory.mktemp("faults") / "paper"
    trial = Trial(home, free_port(), seed=1, locked=1.0, gone=2.0)
    yield trial
    trial.close()


@pytest.mark.parametrize("kind", ["web process", "tree", "after-commit", "gone"])
def test_nobody_reads_what_is_no_longer_so_and_no_answer_is_torn(trial: Trial, kind: str) -> None:
    assert kind in KINDS
    before = trial.figures.reads
    trial.round(kind)
    found = trial.figures
    assert not found.failed, [*found.stale[:5], *found.torn[:5], *found.errors[:5]]
    assert found.reads > before
