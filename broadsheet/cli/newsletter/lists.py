"""`broadsheet newsletter import|export`: lists as CSV."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import WrongUse

if TYPE_CHECKING:
    from broadsheet.newsletter.models import MailingList

SHOWN = 20


@click.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Write nothing, only say what would be done.")
def bring_in(slug: str, file: Path, dry_run: bool) -> None:
    """Subscribe the addresses of FILE, a CSV with the columns email, consented_at and source, to the list SLUG."""
    mailing_list = _list_of(slug)
    from broadsheet.newsletter import listing

    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            report = listing.bring_in(opened, mailing_list, dry=dry_run)
    except listing.ListError as error:
        raise WrongUse(f"{file}: {error}") from None
    for what, count in report.counts.most_common():
        click.echo(f"{count:>8}  {what}")
    for number, words in report.wrong[:SHOWN]:
        click.echo(f"{file}, line {number}: {words}", err=True)
    if len(report.wrong) > SHOWN:
        click.echo(f"… and {len(report.wrong) - SHOWN} lines more", err=True)
    if dry_run:
        click.echo("Nothing was written.")


@click.command("export")
@click.argument("slug")
def take_along(slug: str) -> None:
    """Write everybody who wants the list SLUG to standard output, as CSV."""
    mailing_list = _list_of(slug)
    from broadsheet.newsletter import listing

    listing.take_along(sys.stdout, mailing_list)


def _list_of(slug: str) -> MailingList:
    open_home()
    from broadsheet.newsletter.models import MailingList

    found = MailingList.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(MailingList.objects.values_list("slug", flat=True))
        raise WrongUse(f"There is no list {slug!r}; there are: {known}.")
    return found


COMMANDS = {"import": bring_in, "export": take_along}
