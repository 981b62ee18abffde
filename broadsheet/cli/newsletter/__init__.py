"""`broadsheet newsletter`: letters sent, watched, paused, resumed and cancelled."""

from __future__ import annotations

import click

from broadsheet.cli.parts import Parts

PARTS = {
    "list": "List the letters with their numbers and states.",
    "send": "Send a draft to everybody on its list, after the checks.",
    "progress": "Show how far a letter is, with a bar and the time that is left.",
    "pause": "Send no more of a letter until it is resumed.",
    "resume": "Go on with a letter that is paused.",
    "cancel": "Send no more of a letter, ever.",
    "bounces": "Read what came back, once; the worker does so by itself every five minutes.",
    "block": "Send no letters to these addresses any more.",
    "unblock": "Send letters to these addresses again.",
    "blocked": "Write all addresses that get no letters as CSV, with the reason.",
    "import": "Subscribe the addresses of a CSV file, with the date and source of each consent, to a list.",
    "export": "Write everybody who wants a list as CSV.",
    "run": "Send what is under way, in this process, until nothing is left for now; the worker does so by itself.",
}
"""Every command with its line in the help."""
MODULES = {
    "list": "listing",
    "import": "lists",
    "export": "lists",
    "pause": "steering",
    "resume": "steering",
    "cancel": "steering",
    "block": "blocking",
    "unblock": "blocking",
    "blocked": "blocking",
}


@click.group(cls=Parts, package=__name__, parts=PARTS, modules=MODULES)
def command() -> None:
    """Send letters, watch them, pause, resume and cancel them."""
