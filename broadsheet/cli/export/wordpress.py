"""`broadsheet export wordpress`: the whole paper as WXR."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import WrongUse


@click.command()
@click.argument("file", metavar="FILE.xml", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Write stories, pages, pictures, authors, sections, topics and replies into FILE.xml (WXR 1.2).

    The file holds e-mail addresses of those who replied, and drafts: only you can read it.
    """
    open_home()
    from broadsheet.importers.wordpress.writing import write_export

    if file.exists():
        raise WrongUse(f"{file} exists: name a new file, or remove that one.")
    half = file.with_name(f"{file.name}.part")
    try:
        half.unlink(missing_ok=True)
        half.touch(mode=0o600)
        with half.open("w", encoding="utf-8") as out:
            counts = write_export(out)
        half.replace(file)
    except OSError as error:
        raise WrongUse(f"{file} cannot be written: {error.strerror}.") from None
    finally:
        half.unlink(missing_ok=True)
    click.echo(f"{file}: {', '.join(f'{count:,} {what}' for what, count in counts.items())}.")
