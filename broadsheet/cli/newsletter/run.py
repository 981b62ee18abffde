"""`broadsheet newsletter run`: the process that sends."""

from __future__ import annotations

import logging
import signal

import click

from broadsheet import env
from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import Failed


@click.command()
def command() -> None:
    """Send what is under way until nothing is left for now. SIGTERM ends it once what is in hand is settled."""
    open_home()
    from django.core.exceptions import ImproperlyConfigured

    from broadsheet.newsletter import sending
    from broadsheet.newsletter.signing import SigningError

    logging.getLogger("broadsheet.letters").setLevel(logging.INFO)
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda given, _frame: asked.append(given))
    try:
        sending.run(env.home_folder(), lambda: bool(asked))
    except (sending.NoServerError, sending.BusyError, SigningError, ImproperlyConfigured) as error:
        raise Failed(str(error)) from None
