"""`broadsheet edge touches`: what publishing a story now would invalidate."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from broadsheet.cli.edge.finding import open_home, open_store, story_of
from broadsheet.cli.errors import Failed

SHOWN = 5
"""How many of the entries that depend on a tag are named without --all."""


@click.command()
@click.argument("story")
@click.option("--all", "everything", is_flag=True, help="Name every entry of the store, not the first few of each tag.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: the entries by tag.")
def command(story: str, everything: bool, as_json: bool) -> None:
    """Say what publishing STORY now would invalidate: tags, and the stored pages and fragments that depend on them.

    STORY is its number, its path or its URL. Its newest version is published and that is taken back again: nothing
    changes.
    """
    open_home()
    from broadsheet.articles.models.story import IncompleteStoryError
    from broadsheet.articles.rehearsal import touched_by_publishing

    found = story_of(story)
    try:
        tags = touched_by_publishing(found)
    except IncompleteStoryError as error:
        raise Failed(f"“{found.title}” cannot be published: {' '.join(error.messages)}") from None
    with open_store() as store:
        entries = store.dependants(tags)
        stored = len(store.keys())
    if as_json:
        click.echo(json.dumps({"story": found.pk, "stored": stored, "tags": entries}, indent=2, sort_keys=True))
        return
    click.echo(f"“{found.get_latest_revision_as_object().title}” ({found.pk})")
    click.echo(_in_words(entries, stored, None if everything else SHOWN))


def _in_words(entries: Mapping[str, list[str]], stored: int, most: int | None) -> str:
    if not entries:
        return "Publishing it now would change nothing that readers see."
    lines = []
    for tag, found in sorted(entries.items(), key=lambda row: (-len(row[1]), row[0])):
        lines.append(f"  {tag}: {len(found)} in the store")
        lines += [f"    {key}" for key in found[:most]]
        if most is not None and len(found) > most:
            lines.append(f"    and {len(found) - most} more (--all names them)")
    invalid = len({key for found in entries.values() for key in found})
    lines.append(f"In all {invalid} of {stored} stored pages and fragments would be pressed again when next asked for.")
    return "\n".join(lines)
