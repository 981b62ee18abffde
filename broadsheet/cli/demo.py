"""`broadsheet demo`: a paper with a sample edition, made once, then served."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.founding import Plan, found
from broadsheet.cli.init import new_password
from broadsheet.cli.serve import serve

if TYPE_CHECKING:
    from broadsheet.articles.models import Front
    from broadsheet.importers.sample.drawing import Jpeg

EDITOR = "editor@example.org"


@click.command()
def command() -> None:
    """Make a home with a sample edition, if there is none, and serve it.

    The editor's password is printed once, when the home is made. Run again, it starts at once and changes nothing.
    """
    home = env.home_folder()
    if env.read()["BROADSHEET_WEB_WORKERS"].source == "default":
        os.environ["BROADSHEET_WEB_WORKERS"] = "1"  # small rather than fast, on somebody's own machine
    if homes.is_initialised(home):
        click.echo(f"The paper in {home} is there already and stays as it is.")
        click.echo(f"Password forgotten? broadsheet --home {home} changepassword {EDITOR}")
        sys.stdout.flush()
        serve()
    _make(home)
    sys.stdout.flush()
    # What was loaded to make the paper goes with this program: the root of the tree stays small.
    os.execv(sys.executable, [sys.executable, "-m", "broadsheet", "--home", str(home), "serve"])  # noqa: S606


def _make(home: Path) -> None:
    from broadsheet.importers.sample.drawing import drawn_meanwhile

    click.echo(f"Making a paper with a sample edition in {home} …")
    plan = Plan("The Broadsheet", EDITOR, new_password(), settings={})
    with drawn_meanwhile() as jpeg:
        found(home, plan, fill=partial(_sample, jpeg=jpeg))
    click.echo(f"\n  Sign in at the desk   {plan.email}\n  with the password     {plan.password}")
    click.echo("  (shown this once)\n")


def _sample(front: Front, jpeg: Jpeg) -> None:
    from django.utils import timezone

    from broadsheet.importers.sample.loading import load_sample_edition

    load_sample_edition(front, timezone.now(), jpeg)
