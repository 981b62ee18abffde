"""`broadsheet import`: brings in what was published elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.importers.page.found import Found
    from broadsheet.importers.page.making import Made
    from broadsheet.importers.page.pictures import Catch

SAID = {"made": "Imported", "updated": "Updated", "unchanged": "Imported before, nothing changed"}
CHARACTERS = 100
"""How much of a line `--dry-run` shows."""


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
