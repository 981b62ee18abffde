"""`broadsheet related`: the index of related stories built anew, and measured."""

from __future__ import annotations

import click

from broadsheet.cli.parts import Parts

PARTS = {
    "rebuild": "Build the index of related stories anew and write what goes with each.",
    "evaluate": "Measure on a corpus of known events how well stories find each other.",
}
"""Every command with its line in the help; the module has the command's name."""


@click.group(cls=Parts, package=__name__, parts=PARTS)
def command() -> None:
    """Build the index of related stories anew, or measure it."""
