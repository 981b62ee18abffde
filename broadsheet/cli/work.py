"""`broadsheet work`: the task worker and the scheduler, in one process."""

from __future__ import annotations

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.lean import leave_out_api
from broadsheet.cli.web import report


@click.command()
@click.option("--ready-fd", type=int, hidden=True)
def command(ready_fd: int | None) -> None:
    """Run the task worker and the scheduler alone.

    Applies pending migrations first. SIGTERM ends it when the task in hand is finished.
    """
    home = env.home_folder()
    env.read()
    homes.require(home)
    import gc

    gc.disable()
    leave_out_api()
    import django

    django.setup()
    gc.enable()
    from broadsheet.cli.prepare import prepare
    from broadsheet.cli.worker import run
    from broadsheet.edge.backends.sqlite3.base import make_no_file

    prepare(home)
    make_no_file()
    gc.freeze()
    report(ready_fd)
    run(home)
