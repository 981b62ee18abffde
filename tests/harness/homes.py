"""The home of a test run: one folder, which goes with the run, or with the next one where this one was killed.

A run holds a lock on its folder for its life. The kernel lets go of it however the run ends, so a folder that nobody
holds was left behind.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOMES = Path(__file__).parents[2] / "build" / "test-homes"
GUARD = "lock"
"""File in the folder of homes whose lock is held while homes are made or swept away."""


def name() -> Path:
    """The home of this run, which need not be there yet: type checkers read the settings too, and need none."""
    return Path(os.environ.setdefault("BROADSHEET_TEST_HOME", str(HOMES / str(os.getpid()))))


def make(home: Path) -> int:
    """Makes `home` empty and holds it, after sweeping away what killed runs left; what `remove` needs to let go."""
    with _guarded(home.parent):
        _sweep(home.parent)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700)
        held = os.open(home, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    return held


def remove(home: Path, held: int) -> None:
    """Removes `home` and lets go of it."""
    shutil.rmtree(home, ignore_errors=True)
    os.close(held)


def sweep(homes: Path = HOMES) -> None:
    """Removes the homes of runs that have ended."""
    with _guarded(homes):
        _sweep(homes)


@contextmanager
def _guarded(homes: Path) -> Iterator[None]:
    homes.mkdir(parents=True, exist_ok=True)
    with (homes / GUARD).open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def _sweep(homes: Path) -> None:
    for home in [path for path in homes.iterdir() if path.is_dir()]:
        descriptor = os.open(home, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(home, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(descriptor)
