"""`broadsheet work`: the task worker and the scheduler, in one process."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.lean import leave_out_api
from broadsheet.cli.prepared import is_prepared
from broadsheet.cli.web import report


@click.command()
@click.option("--ready-fd", type=int, hidden=True)
def command(ready_fd: int | None) -> None:
    """Run the task worker and the scheduler alone.

    Applies pending migrations first. SIGTERM ends it when the task in hand is finished.
    """
    home = env.home_folder()
    settings = env.read()
    homes.require(home)
    was_prepared = is_prepared(home, settings)
    import gc

    gc.disable()
    leave_out_api()
    import django

    django.setup()
    gc.enable()
    from broadsheet.cli.prepare import prepare
    from broadsheet.cli.worker import run
    from broadsheet.edge.backends.sqlite3.base import make_no_file
    from broadsheet.edge.health import beat

    prepare(home)
    beat(home)
    report(ready_fd)
    if not was_prepared and is_prepared(home, settings):
        _begin_anew(home)
    make_no_file()
    gc.freeze()
    if run(home):
        _begin_anew(home)


def _begin_anew(home: Path) -> NoReturn:
    """Replaces this process by a fresh one: preparing leaves 60 MB behind that no task needs, and so do tasks."""
    os.execv(sys.executable, [sys.executable, "-m", "broadsheet", "--home", str(home), "work"])  # noqa: S606
