"""What a home needs before the paper is served: a database of this version, static files, the right address."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet import __version__, env
from broadsheet.cli import home as homes
from broadsheet.cli import prepared
from broadsheet.cli.errors import Failed

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger("broadsheet.prepare")


def prepare(home: Path) -> None:
    """Brings database and static files to this version; raises Failed where the database is from a newer one."""
    with homes.lock(home):
        migrate()
        collect_static(home)
        move_paper()
        turn_to_language()
        prepared.note(home, env.read())


def migrate() -> None:
    """Applies pending migrations, after saying so."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unknown = unknown_migrations(executor)
    if unknown:
        raise Failed(
            f"The database is from a newer version than Broadsheet {__version__}: it has had {unknown[0]}"
            + (f" and {len(unknown) - 1} more" if unknown[1:] else "")
            + ". Install that version, or restore a backup made by this one."
        )
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        log.warning("applying %d migrations to the database", len(pending))
        call_command("migrate", verbosity=0, interactive=False)


def unknown_migrations(executor: MigrationExecutor) -> list[str]:
    """Migrations of our own or installed apps that the database has had and the code does not know."""
    from django.apps import apps

    labels = {config.label for config in apps.get_app_configs()}
    loader = executor.loader
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in labels and (app, name) not in loader.disk_migrations and (app, name) not in replaced
    )


def move_paper() -> None:
    """Gives the paper the address that is configured, so that links in feeds and mails are right."""
    from django.conf import settings

    from broadsheet.articles.founding import move_paper as move

    if move(settings.PUBLIC_URL):
        log.info("the paper now appears at %s", settings.PUBLIC_URL)


def turn_to_language() -> None:
    """Gives the paper's pages the language that is configured, without which Wagtail can make no new ones."""
    from django.conf import settings

    from broadsheet.articles.founding import turn_to_language as turn

    if turn(settings.LANGUAGE_CODE):
        log.info("the language of the paper's pages is now %s", settings.LANGUAGE_CODE)


def collect_static(home: Path) -> None:
    """Copies static files with their hashes in their names, once per version of what there is to copy."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = home / "static" / "stamp.json"
    now = static_state()
    if settings.DEBUG or (stamp.is_file() and stamp.read_text() == now):
        return
    log.info("collecting static files")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now)


def static_state() -> str:
    """What the collected files were made from: the version, and names, sizes and times of our own files."""
    from importlib.metadata import version

    package = Path(__file__).parent.parent
    own = sorted(
        [str(path.relative_to(package)), path.stat().st_size, path.stat().st_mtime_ns]
        for path in package.glob("*/static/**/*")
        if path.is_file()
    )
    return json.dumps({"broadsheet": __version__, "wagtail": version("wagtail"), "own": own})
