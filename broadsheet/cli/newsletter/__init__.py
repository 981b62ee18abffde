"""`broadsheet newsletter`: letters sent, watched, paused, resumed and cancelled."""

from __future__ import annotations

import importlib

import click

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


class Parts(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PARTS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in PARTS:
            return None
        module = importlib.import_module(f"broadsheet.cli.newsletter.{MODULES.get(name, name)}")
        found: click.Command = getattr(module, "COMMANDS", {}).get(name) or module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(PARTS.items()))


@click.group(cls=Parts)
def command() -> None:
    """Send letters, watch them, pause, resume and cancel them."""
