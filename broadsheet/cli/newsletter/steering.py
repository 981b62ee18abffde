"""`broadsheet newsletter pause|resume|cancel`: what is in a sender's hands is still sent."""

from __future__ import annotations

import click

from broadsheet.cli.errors import Failed
from broadsheet.cli.newsletter.finding import letter_of


def _command(word: str, said: str) -> click.Command:
    @click.command(word, help=said)
    @click.argument("letter", type=int)
    def command(letter: int) -> None:
        found = letter_of(letter)
        from broadsheet.newsletter import steering
        from broadsheet.newsletter.freezing import LetterError

        try:
            getattr(steering, word)(found.pk)
        except LetterError as error:
            raise Failed(str(error)) from None
        found.refresh_from_db(fields=["state"])
        click.echo(f"Letter {found.pk}: {found.state}.")

    return command


COMMANDS = {
    "pause": _command("pause", "Send no more of LETTER until it is resumed."),
    "resume": _command("resume", "Go on with LETTER, which is paused."),
    "cancel": _command("cancel", "Send no more of LETTER, ever."),
}
