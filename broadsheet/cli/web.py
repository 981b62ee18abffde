"""The web part of the tree: Granian with the RSGI application. `serve` starts it; nobody needs to by hand."""

from __future__ import annotations

import gc
import os
import select
import signal
from functools import partial
from typing import Any

import click

from broadsheet import env
from broadsheet.cli.lean import leave_out_api
from broadsheet.cli.tree import die_with_parent

GRACE_SECONDS = 20
"""How long a request in hand may take when the server is asked to stop."""


@click.command(hidden=True)
@click.option("--ready-fd", type=int, help="Pipe to report on once the application is loaded.")
def command(ready_fd: int | None) -> None:
    """Serve the web part alone."""
    from granian import Granian
    from granian.constants import Interfaces, Loops, RuntimeModes
    from granian.log import LogLevels

    settings = env.read()
    workers = settings["BROADSHEET_WEB_WORKERS"].value
    loader = _Loader(os.getpid(), ready_fd)
    if workers > 1:
        loader.load()
    server = Granian(
        "broadsheet.rsgi:application",
        address=settings["BROADSHEET_HOST"].value,
        port=settings["BROADSHEET_PORT"].value,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        runtime_mode=RuntimeModes.st,
        workers=workers,
        workers_kill_timeout=GRACE_SECONDS,
        respawn_failed_workers=workers > 1,  # one alone is started again by the tree, with its pauses
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=log(settings["BROADSHEET_LOG_LEVEL"].value),
    )
    server.serve(target_loader=loader, wrap_loader=False)


class _Loader:
    """Loads the application, waits until the home is prepared, and reports that a web process is at work.

    One web process loads it for itself, so that it is in memory once; where the home is prepared it does so in a
    thread, and pages that were kept before are sent meanwhile. Several share what Granian's own process has loaded, of
    which they are forks: each has then a third of it for itself, and one that died is back at once.
    Standard input is the tree's gate: it comes to its end when the home is prepared.
    """

    def __init__(self, parent: int, ready_fd: int | None) -> None:
        self.parent = parent
        self.ready_fd = ready_fd
        self.is_loaded = False

    def __call__(self) -> Any:
        """What Granian calls in each web process: the application."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(self.parent)
        if not _is_open():
            self.load()
        from broadsheet.rsgi import make_application

        return make_application(self.load, partial(report, self.ready_fd))

    def load(self) -> None:
        """Imports everything and waits at the gate, once; leaves no connection open that forks would share."""
        if self.is_loaded:
            return
        gc.disable()
        leave_out_api()
        from django.db import connections

        from broadsheet.asgi import read_manifest, warm_up
        from broadsheet.edge.backends.sqlite3.base import make_no_file

        warm_up()
        os.read(0, 1)
        read_manifest()
        make_no_file()
        connections.close_all()
        gc.enable()
        gc.freeze()
        self.is_loaded = True


def _is_open() -> bool:
    """Whether the gate is open already, so that readers may be let in before anything is loaded."""
    return bool(select.select([0], [], [], 0)[0])


def report(ready_fd: int | None) -> None:
    """Tells the root of the tree that this part is at work; a root that is gone is no matter here."""
    if ready_fd is None:
        return
    try:
        os.write(ready_fd, b"1")
        os.close(ready_fd)
    except OSError:
        pass


def log(level: str) -> dict[str, Any]:
    """What Granian is told of logging: as Django's settings have it, since it is the first to say something."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
    }
