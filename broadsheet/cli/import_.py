"""`broadsheet import`: brings in what was published elsewhere."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.errors import Failed, WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from broadsheet.importers.moving.report import Report
    from broadsheet.importers.page.found import Found
    from broadsheet.importers.page.making import Made
    from broadsheet.importers.page.pictures import Catch

SAID = {"made": "Imported", "updated": "Updated", "unchanged": "Imported before, nothing changed"}
SHOW_EVERY = 0.1
"""Seconds between two drawings of the bar."""
SHOWN = 20
"""Faults of one kind that are shown; --report has all."""
CHARACTERS = 100
"""How much of a line `--dry-run` shows."""


MOVES = (
    click.option("--mapping", type=click.Path(path_type=Path), help="What becomes a section, a topic, whose byline."),
    click.option("--resume", is_flag=True, help="Take up a run that was broken off."),
    click.option("--dry-run", is_flag=True, help="Do all, tell how it went, and keep nothing of it."),
    click.option("--media", type=click.Path(path_type=Path), help="A copy of the folder of pictures at the source."),
    click.option("--fetch-media", is_flag=True, help="Fetch pictures from where they are."),
    click.option("--allow-private", is_flag=True, help="Also fetch from addresses within a private network."),
    click.option("--report", "told", type=click.Path(path_type=Path), help="Write the report to this file, as JSON."),
)
"""The options of every move."""


def _moves(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(MOVES):
        function = option(function)
    return function


@click.group()
def command() -> None:
    """Bring in what was published elsewhere."""


@command.command()
@click.argument("where", metavar="FILE|URL")
@click.option("--section", required=True, help="Slug or title of the section that the story goes to.")
@click.option("--author", "authors", multiple=True, help="Name or slug; may be repeated. A new name becomes an author.")
@click.option("--publish", is_flag=True, help="Make the story live at once; else it is a draft.")
@click.option("--update", is_flag=True, help="Where the page was imported before and has changed, update its story.")
@click.option("--date", help="Time of publication, as in 2024-10-22T18:30; else the page's own, else now.")
@click.option("--republished", is_flag=True, help="Name the page's own address as the original of the story.")
@click.option("--dry-run", is_flag=True, help="Show what would be made and what left out; write nothing.")
@click.option(
    "--pictures/--no-pictures", default=None, help="Fetch the story's pictures; as a default, for a URL only."
)
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses within a private network.")
def page(
    where: str, dry_run: bool, pictures: bool | None, allow_private: bool, date: str | None, **wanted: Any
) -> None:
    """Make a story out of a saved page, as HTML or as the plain text that a browser shows."""
    _open_home()
    from broadsheet.importers.page.making import Wishes, check_names, find_section, make_story, will_write
    from broadsheet.importers.page.pictures import Catch, fetch_pictures
    from broadsheet.importers.page.reading import read_page

    with _clear_errors():
        wishes = Wishes(**wanted, date=_moment(date) if date else None)
        section = find_section(wishes.section)
        found = read_page(where, allow_private=allow_private)
        names = check_names(wishes.authors or found.authors)
        if dry_run:
            _show(found, section.title, names)
            return
        wanted_pictures = "://" in where if pictures is None else pictures
        catch = Catch()
        if wanted_pictures and will_write(found, wishes):
            catch = fetch_pictures(found.pictures, allow_private=allow_private)
        _report(make_story(found, wishes, catch.prints), found)
        _report_pictures(found, catch, wanted_pictures)


@command.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--addresses", type=click.Choice(["drop", "hash", "keep"]), default="drop", help="Internet addresses of commenters."
)
@click.option(
    "--redirects", multiple=True, type=click.Path(path_type=Path), help="What a plug-in for redirects has exported."
)
@click.option("--subscribers", type=click.Path(path_type=Path), help="The CSV of a plug-in or service for letters.")
@click.option("--list", "list_slug", default="", help="Subscribe those of --subscribers to the list of this slug.")
@_moves
def wordpress(files: tuple[Path, ...], told: Path | None, **wanted: Any) -> None:
    """Bring in all that WordPress exports: FILE.xml, .xml.gz or .zip; several files are one export."""
    _open_home()
    from broadsheet.importers.moving.wishes import Wishes
    from broadsheet.importers.wordpress.moving import move_in

    with _clear_errors(), _progress() as said:
        report = move_in(files, Wishes(**wanted), said)
    _finish(report, told, wanted["dry_run"])


@command.command()
@click.argument("file", metavar="FILE.json", type=click.Path(path_type=Path))
@click.option("--url", default="", help="The paper's address, as in https://old.example: an export does not say it.")
@click.option("--members", type=click.Path(path_type=Path), help="The CSV that Ghost writes of its members.")
@click.option("--list", "list_slug", default="", help="Subscribe members who get letters to the list of this slug.")
@_moves
def ghost(file: Path, told: Path | None, url: str, members: Path | None, list_slug: str, **wanted: Any) -> None:
    """Bring in all that Ghost exports: posts, pages, tags, authors, comments, members."""
    _open_home()
    from broadsheet.importers.ghost.moving import move_ghost
    from broadsheet.importers.moving.wishes import Wishes

    with _clear_errors(), _progress() as said:
        report = move_ghost(file, Wishes(**wanted), url=url, members=members, list_slug=list_slug, said=said)
    _finish(report, told, wanted["dry_run"])


@command.command()
@click.argument("where", metavar="FILE|URL")
@_moves
def feed(where: str, told: Path | None, **wanted: Any) -> None:
    """Bring in what a feed holds: RSS, Atom or JSON Feed; of an address also its further pages."""
    _open_home()
    from broadsheet.importers.feed.reading import read_feed
    from broadsheet.importers.moving.wishes import Wishes
    from broadsheet.importers.small.moving import move_small

    with _clear_errors(), _progress() as said:
        report = move_small(read_feed(where, wanted["allow_private"]), Wishes(**wanted), said)
    _finish(report, told, wanted["dry_run"])


def _finish(report: Report, told: Path | None, dry: bool) -> None:
    """Tell how it went; Failed where that does not add up."""
    if told:
        told.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    _print_report(report, dry)
    if not dry and (report.outcomes.get("new") or report.outcomes.get("updated")):
        _relate()
    if not report.adds_up:
        raise Failed("The report does not add up: see the lines marked with ✗.")


def _relate() -> None:
    """Related stories of all, once, instead of a task for each that came."""
    from broadsheet.related.building import BusyError
    from broadsheet.related.linking import rebuild

    try:
        click.echo(f"{rebuild()} stories have their related stories.")
    except BusyError as error:
        click.echo(f"{error} Run `broadsheet related rebuild` afterwards.")


@contextmanager
def _progress() -> Iterator[Any]:
    """What is told of progress goes to a bar on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        steps: dict[str, Any] = {}
        last = [0.0]

        def said(step: str, done: int, all_: int) -> None:
            if step not in steps:
                steps[step] = bar.add_task(step, total=all_ or None)
            elif done != all_ and time.monotonic() - last[0] < SHOW_EVERY:
                return  # told of each item; to draw each would take longer than to read it
            last[0] = time.monotonic()
            bar.update(steps[step], completed=done)

        yield said


def _print_report(report: Report, dry: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"Moved in from {report.source}", title_justify="left")
    for name in ("", "in the export", "here", "why the rest is not"):
        table.add_column(name, justify="right" if name in ("in the export", "here") else "left")
    for line in report.lines:
        reasons = "; ".join(f"{count}: {reason}" for reason, count in line.reasons.items())
        mark = "" if line.adds_up else "✗ "
        table.add_row(f"{mark}{line.name}", str(line.export), str(line.here), reasons)
    console = Console()
    console.print(table)
    console.print(", ".join(f"{count} {what}" for what, count in report.outcomes.items() if count), highlight=False)
    for key, name in report.flagged.items():
        called = f"is called “{name}”, which names nobody" if name else "has no name that readers may see"
        console.print(f"author “{key}” {called}: set authors: {{{key}: NAME}} in --mapping", markup=False)
    if report.changed_in_all:
        console.print(f"{report.changed_in_all} items were changed or lost something: --report FILE.json names each")
    for dead in report.dead[:SHOWN]:
        console.print(f"✗ {dead['address']} leads nowhere ({dead['of']})", markup=False, highlight=False)
    for spoilt in report.spoilt[:SHOWN]:
        console.print(f"✗ picture {spoilt['picture']}: {spoilt['file']} {spoilt['fault']}", markup=False)
    for mended in report.mended:
        console.print(f"mended while reading: {mended}")
    if dry:
        console.print("Nothing was written.")


def _open_home() -> None:
    home = env.home_folder()
    env.read()
    homes.require(home)
    import django

    django.setup()
    from broadsheet.cli.prepare import migrate

    with homes.lock(home):
        migrate()


@contextmanager
def _clear_errors() -> Iterator[None]:
    from broadsheet.importers.errors import CannotImportError

    try:
        yield
    except CannotImportError as error:
        raise WrongUse(f"{error} Nothing was written.") from None


def _moment(text: str) -> Any:
    from broadsheet.importers.page.metadata import read_moment

    moment = read_moment(text)
    if moment is None:
        raise WrongUse(f"--date {text}: give a day as in 2024-10-22, or a time as in 2024-10-22T18:30.")
    return moment


def _show(found: Found, section: str, names: list[str]) -> None:
    """What would be made of the page, and what not."""
    click.echo(f"Headline:   {found.headline}")
    if found.standfirst:
        click.echo(f"Standfirst: {found.standfirst}")
    click.echo(f"Byline:     {', '.join(names)}")
    click.echo(f"Section:    {section}")
    if found.published_at:
        click.echo(f"Published:  {found.published_at:%Y-%m-%d %H:%M %Z}")
    for block in found.blocks:
        click.echo(f"\n[{block.kind}] {block.content}")
    for picture in found.pictures:
        click.echo(
            f"\n[picture] {picture.address}\n  {picture.caption or picture.alt}  ({picture.credit or 'no credit'})"
        )
    click.echo(f"\nLeft out ({len(found.dropped)}):")
    for one in found.dropped:
        click.echo(f"  {one.text[:CHARACTERS]}{' …' if len(one.text) > CHARACTERS else ''}  ({one.reason})")
    click.echo("\nNothing was written.")


def _report(made: Made, found: Found) -> None:
    story = made.story
    if made.outcome.value == "differs":
        click.echo(f"Imported before, with other words: “{story.title}”. Nothing was changed; --update changes it.")
        return
    click.echo(f"{SAID[made.outcome.value]}: “{story.title}”, {'live' if story.live else 'a draft'}")
    click.echo(f"  {story.full_url}" if story.live else "  Publish it in the desk, or run this again with --publish.")
    paragraphs = sum(block.kind == "paragraph" for block in found.blocks)
    click.echo(f"  {paragraphs} paragraphs; {len(found.dropped)} lines of the page left out (--dry-run shows them)")
    if made.pictures:
        click.echo(f"  {made.pictures} picture{'s' * (made.pictures > 1)}, the first at the head of the story")
    for name in made.new_authors:
        click.echo(f"  {name} is new: an author's page was made, which the desk can fill")
    if found.authors:
        click.echo(f"  the page names as its author: {', '.join(found.authors)}")


def _report_pictures(found: Found, catch: Catch, wanted: bool) -> None:
    for address, reason in catch.failed:
        click.echo(f"  without the picture {address}: {reason}")
    if found.pictures and not wanted:
        click.echo(f"  the page has pictures ({len(found.pictures)}), which were not asked for: see --pictures")
