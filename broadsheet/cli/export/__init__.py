"""`broadsheet export`: takes the whole paper elsewhere, as files that any server sends, or as WordPress reads it."""

from __future__ import annotations

import click

from broadsheet.cli.parts import Parts

PARTS = {
    "static": "Write every public page as files that any web server can send.",
    "wordpress": "Write the whole paper as an export that WordPress reads, and Broadsheet too.",
}
"""Every command with its line in the help."""


@click.group(cls=Parts, package=__name__, parts=PARTS)
def command() -> None:
    """Take the whole paper elsewhere."""
