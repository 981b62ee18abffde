"""`broadsheet newsletter block|unblock|blocked`: the addresses that get no letters."""

from __future__ import annotations

import sys

import click

from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import WrongUse


@click.command("block")
@click.argument("emails", nargs=-1, required=True, metavar="EMAIL…")
def block(emails: tuple[str, ...]) -> None:
    """Send no letters to each EMAIL any more, whether or not it is known."""
    open_home()
    from broadsheet.newsletter.addresses import AddressError, checked
    from broadsheet.newsletter.bounces import blocking

    try:
        found = [checked(one) for one in emails]
    except AddressError as error:
        raise WrongUse(f"{error} Nothing was changed.") from None
    click.echo(f"{sum(blocking.block(one) for one in found)} blocked.")


@click.command("unblock")
@click.argument("emails", nargs=-1, required=True, metavar="EMAIL…")
def unblock(emails: tuple[str, ...]) -> None:
    """Send letters to each EMAIL again, whyever it got none."""
    open_home()
    from broadsheet.newsletter.bounces import blocking

    click.echo(f"{sum(blocking.unblock(one) for one in emails)} get letters again.")


@click.command("blocked")
def blocked() -> None:
    """Write all addresses that get no letters to standard output, as CSV."""
    open_home()
    from broadsheet.newsletter.bounces import blocking

    blocking.write_blocked(sys.stdout)


COMMANDS = {"block": block, "unblock": unblock, "blocked": blocked}
