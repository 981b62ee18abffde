"""`broadsheet export static`: the public paper as files."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from broadsheet import env
from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import Failed, WrongUse

SHOWN = 20


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write every page that readers can see, with pictures, feeds and sitemaps, into DIR, which must be new or empty.

    Any web server can send it from the root of a host. Search and forms need a running paper: they are left out.
    """
    open_home()
    from django.conf import settings

    from broadsheet.cli.export.mirroring import Mirror
    from broadsheet.cli.prepare import prepare

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder} is not empty: name a new folder.")
    prepare(env.home_folder())
    half = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    try:
        half.mkdir(parents=True)
        mirror = Mirror(half, settings.PUBLIC_URL.rstrip("/"))
        mirror.make()
        if folder.exists():
            folder.rmdir()
        half.rename(folder)
    except OSError as error:
        raise Failed(f"{folder} cannot be written: {error}.") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)
    click.echo(f"{folder}: {mirror.pages:,} pages, {mirror.files:,} files, {mirror.size / 1e6:,.1f} MB.")
    for address, at in mirror.dead[:SHOWN]:
        click.echo(f"{at}: its link to {address} led nowhere, and is words alone in the mirror")
