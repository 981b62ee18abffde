"""`broadsheet serve` as users run it, started for a measurement."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType

from bench.edge.process import Process, children, command_of
from bench.homes import environment, home_of

START_SECONDS = 120


class Server:
    """`broadsheet serve` in the home with `size` stories, kept to `core` if one is named.

    `workers` is the number of web processes; 0: as many as it chooses by itself.
    """

    def __init__(self, size: int, port: int, workers: int = 1, core: int | None = None, **more: str) -> None:
        self.port = port
        self.environ = environment(size, BROADSHEET_WEB_WORKERS=str(workers or "auto"), **more)
        self.home = home_of(size)
        self.core = core

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Server:
        """Starts with an empty store, so that every run begins alike; returns once a page was answered."""
        shutil.rmtree(self.home / "edge", ignore_errors=True)
        (self.home / "secret.key").write_text(self.environ["BROADSHEET_SECRET_KEY"])
        command = [sys.executable, "-m", "broadsheet", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = Process(command, self.home / "serve.log", self.core, self.environ)
        self.process.await_answer(self.url + "/", START_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.end()

    def web(self) -> list[int]:
        """The process ids of the web part: Granian's own process and those that answer."""
        web = next(pid for pid in children(self.process.pid) if " web" in command_of(pid))
        return [web, *children(web)]
