"""The command line: `broadsheet init|serve|…`; any other word goes to Django's management commands.

Each command is a module of this room with a `command`, imported only when it is asked for.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from broadsheet import __version__, env
from broadsheet.cli.errors import WrongUse, explain

COMMANDS = {
    "init": "Make the home of a new paper.",
    "demo": "Make a home with a sample edition, if there is none, and serve it.",
    "serve": "Serve the paper: web, task worker and scheduler.",
    "work": "Run the task worker and the scheduler alone.",
    "import": "Bring in what was published elsewhere: a saved page, a WordPress paper.",
    "export": "Take the whole paper elsewhere: as static files, or as WordPress reads it.",
    "backup": "Write the whole paper into one file, while it runs.",
    "restore": "Make a home out of a backup.",
    "edge": "Ask the edge what it keeps, why, and whether readers see what was published.",
    "newsletter": "Send letters, watch them, pause, resume and cancel them.",
    "person": "Export or erase all that is kept of one reader, in replies and letters.",
    "related": "Build the index of related stories anew, or measure it.",
    "config": "List every variable, its value and where it was read.",
    "check": "Check configuration and health.",
}
"""Every command with its line in the help; the module has the command's name."""
MODULES = {"import": "import_"}
"""The modules of commands whose names Python keeps for itself."""
PARTS = ("web",)
"""Commands that `serve` starts for itself."""


class Rooms(click.Group):
    """A group that imports a command when it is asked for, and hands unknown words to Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in COMMANDS or name in PARTS:
            return importlib.import_module(f"broadsheet.cli.{MODULES.get(name, name)}").command
        return _django_command(name) if not name.startswith("-") else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
            formatter.write_text("Any other word goes to Django's management commands, as in `broadsheet migrate`.")


def _django_command(name: str) -> click.Command:
    @click.command(name, context_settings={"ignore_unknown_options": True}, add_help_option=False)
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    def command(words: tuple[str, ...]) -> None:
        from django.core.management import execute_from_command_line

        env.read()
        execute_from_command_line(["broadsheet", name, *words])

    return command


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, message="Broadsheet %(version)s")
@click.option("--home", metavar="DIR", help="Folder that holds all state; else BROADSHEET_HOME, else ./newsroom.")
@click.pass_context
def broadsheet(ctx: click.Context, home: str | None) -> None:
    """A newspaper in one command."""
    ctx.obj = {"home_flag": home}
    if home:
        os.environ["BROADSHEET_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")


def main(arguments: list[str] | None = None) -> None:
    """Run the command named in `arguments` (else in `sys.argv`) and exit with its code."""
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> Any:
    try:
        return broadsheet.main(arguments, prog_name="broadsheet", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return 1
    except click.ClickException as error:
        return _say(error)
    except env.EnvError as error:
        return _say(WrongUse(str(error)))
    except Exception as error:
        clear = explain(error)
        if clear is None:
            raise
        return _say(clear)


def _say(error: click.ClickException) -> int:
    error.show(sys.stderr)
    return error.exit_code
