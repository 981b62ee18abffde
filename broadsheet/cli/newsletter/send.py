"""`broadsheet newsletter send`: a draft goes out."""

from __future__ import annotations

import click

from broadsheet.cli.errors import Failed
from broadsheet.cli.newsletter.finding import letter_of


@click.command()
@click.argument("letter", type=int)
def command(letter: int) -> None:
    """Send the draft LETTER to everybody on its list; refused where a check finds something that must be mended."""
    found = letter_of(letter)
    from broadsheet.newsletter.checks import before_sending
    from broadsheet.newsletter.freezing import LetterError, begin
    from broadsheet.newsletter.rendering import render

    words = render(found)
    wrong = list(before_sending(found, words))
    for one in wrong:
        click.echo(one.words, err=True)
    if any(one.stops for one in wrong):
        raise Failed("The letter was not sent: mend it in the desk.")
    try:
        begin(found.pk, words.html, words.text)
    except LetterError as error:
        raise Failed(str(error)) from None
    click.echo(f"Letter {found.pk} is under way; `broadsheet newsletter progress {found.pk}` shows how far it is.")
