"""`broadsheet newsletter bounces`: what came back is read and counted."""

from __future__ import annotations

import click

from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import Failed, WrongUse


@click.command()
def command() -> None:
    """Read the mailbox of BROADSHEET_LETTER_MAILBOX once, and print what was counted."""
    open_home()
    from django.conf import settings

    from broadsheet.newsletter.bounces.collecting import collect
    from broadsheet.newsletter.bounces.mailboxes import MailboxError

    if not settings.LETTER_MAILBOX:
        raise WrongUse("BROADSHEET_LETTER_MAILBOX is empty: it names the mailbox to which letters come back.")
    try:
        found = collect(settings.LETTER_MAILBOX)
    except MailboxError as error:
        raise Failed(str(error)) from None
    for kind, count in found.most_common():
        click.echo(f"{count:>8}  {kind}")
