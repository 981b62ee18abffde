"""`broadsheet newsletter progress`: how far a letter is."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from broadsheet.cli.newsletter.finding import letter_of

if TYPE_CHECKING:
    from broadsheet.newsletter.ledger import Tally
    from broadsheet.newsletter.models import Letter

SECONDS = 1.0
WINDOW = 60.0
"""Seconds whose speed the time left is reckoned by."""


@click.command()
@click.argument("letter", type=int)
@click.option("--follow", is_flag=True, help="Stay until the letter is finished, with a bar.")
def command(letter: int, follow: bool) -> None:
    """Print where LETTER stands as JSON: candidates, states, the excluded by reason, and whether the sums hold."""
    found = letter_of(letter)
    from broadsheet.newsletter.ledger import tally

    if follow:
        _follow(found.pk)
        found.refresh_from_db()
    now = tally(found)
    told = {"letter": found.pk, "state": found.state, "candidates": now.candidates, **now.states}
    sums = {"excluded_by": now.excluded, "doubts": now.doubts, "adds_up": now.adds_up}
    click.echo(json.dumps({**told, **sums, **_after(found, now)}))


def _after(letter: Letter, now: Tally) -> dict[str, object]:
    told: dict[str, object] = {"returned": now.returned, "unsubscribed": now.unsubscribed}
    clicks = [one.clicks for one in letter.links.all()]
    return {**told, "opens": letter.opens, "clicks": sum(clicks)} if clicks else told


def _follow(number: int) -> None:
    from broadsheet.newsletter.ledger import tally
    from broadsheet.newsletter.models import OPEN, Letter

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), speed_estimate_period=WINDOW) as shown:
        line = shown.add_task("", total=None)
        while True:
            letter = Letter.objects.defer("html", "text").get(pk=number)
            now = tally(letter)
            done = now.candidates - sum(now.states[state] for state in OPEN)
            shown.update(line, description=letter.state, total=now.candidates or None, completed=max(done, 0))
            if letter.state not in ("freezing", "sending", "paused"):
                return
            time.sleep(SECONDS)
