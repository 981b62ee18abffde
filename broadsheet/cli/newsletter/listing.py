"""`broadsheet newsletter list`: the letters."""

from __future__ import annotations

import click

from broadsheet.cli.edge.finding import open_home


@click.command()
def command() -> None:
    """List the letters with their numbers and states, the newest first."""
    open_home()
    from broadsheet.newsletter.models import Letter

    for one in Letter.objects.select_related("mailing_list").defer("html", "text")[:50]:
        click.echo(f"{one.pk:>6}  {one.state:<9}  {one.mailing_list.slug:<16}  {one.subject}")
