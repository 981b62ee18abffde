"""`broadsheet person`: what is kept of one reader in replies and letters, handed over or erased."""

from __future__ import annotations

import json

import click

from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import WrongUse


@click.group()
def command() -> None:
    """Export or erase all that is kept of one reader, in replies and letters."""


def _opened(email: str) -> str:
    """The address in small letters, the home opened. Raises WrongUse for what is none."""
    open_home()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise WrongUse(f"{email!r} is no e-mail address.") from None
    return email.strip().lower()


@command.command()
@click.argument("email")
def export(email: str) -> None:
    """Print all that is kept of one reader, as JSON."""
    address = _opened(email)
    from broadsheet.comments import rights as replies
    from broadsheet.newsletter import rights as letters

    click.echo(
        json.dumps({**replies.export(address), "letters": letters.export(address)}, ensure_ascii=False, indent=2)
    )


@command.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do it; without this only say how much it is.")
def erase(email: str, yes: bool) -> None:
    """Erase all that is kept of one reader. It cannot be taken back."""
    address = _opened(email)
    from django.db import transaction

    from broadsheet.comments import rights as replies
    from broadsheet.newsletter import rights as letters

    if not yes:
        count, lists = len(replies.export(address)["replies"]), len(letters.export(address)["subscriptions"])
        click.echo(f"{count} replies and {lists} subscriptions would be erased for good; say --yes to do it.")
        return
    with transaction.atomic():
        told = f"Erased {replies.erase(address)} replies and {letters.erase(address)} subscriptions."
    click.echo(told)
