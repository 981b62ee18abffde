"""`/healthz`: whether the database answers and the worker is alive; and the heartbeat by which that is known."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

HEARTBEAT = "heartbeat"
LATE_SECONDS = 60
"""A worker that was not heard of for so long is taken for dead."""


def beat(home: Path) -> None:
    """Notes that the worker is alive: the file's time is the message, so a full disk does not stop it."""
    (home / HEARTBEAT).touch()


def since_heartbeat(home: Path) -> float | None:
    """Seconds since the worker was last heard of; None where it never was."""
    try:
        return max(time.time() - (home / HEARTBEAT).stat().st_mtime, 0)
    except OSError:
        return None


class Health:
    """The answer at `/healthz` for whoever watches over the server: 200 if all is well, else 503. It tells no secrets.

    `database` asks the database something, and raises whatever it likes where that fails. Where an edge stands before
    us (`keeps_pages`), readers are answered with kept pages all the same, which is told, and is no reason to say 200.
    """

    keeps_pages = False

    def __init__(self, home: Path, database: Callable[[], object]) -> None:
        self.home = home
        self.database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        parts = await run_in_threadpool(self._parts)
        status = 200 if all(state == "ok" for state in parts.values()) else 503
        answer = JSONResponse(
            {"status": "ok" if status == 200 else "fail", **parts}, status, {"Cache-Control": "no-store"}
        )
        await answer(scope, receive, send)

    def _parts(self) -> dict[str, str]:
        database = self._database()
        parts = {"database": database, "worker": self._worker()}
        return {**parts, "pages": self._pages(database)}

    def _pages(self, database: str) -> str:
        """What readers get."""
        if database == "ok":
            return "ok"
        return "only those that are kept" if self.keeps_pages else "none"

    def _database(self) -> str:
        try:
            self.database()
        except Exception:
            return "unreachable"
        return "ok"

    def _worker(self) -> str:
        seconds = since_heartbeat(self.home)
        if seconds is None:
            return "never seen"
        return "ok" if seconds <= LATE_SECONDS else "late"
