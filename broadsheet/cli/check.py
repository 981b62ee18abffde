"""`broadsheet check`: whether the paper is configured well and in health, line by line."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.edge.health import LATE_SECONDS, since_heartbeat

LEAST_FREE = 200 * 1024 * 1024
SOME_FREE = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One line of the report; `state` is ok, warn or fail, `text` says what to do unless all is well."""

    state: str
    about: str
    text: str


@click.command()
def command() -> None:
    """Check configuration and health. Exits with 1 if anything failed; warnings do not count."""
    settings = env.read()
    home = env.home_folder()
    failed = False
    for finding in findings(home, settings):
        failed = failed or finding.state == "fail"
        click.echo(f"{finding.state:<5} {finding.about}: {finding.text}")
    if failed:
        raise SystemExit(1)


def findings(home: Path, settings: dict[str, env.Setting]) -> Iterator[Finding]:
    """All findings, the database's only where there is a home."""
    if not homes.is_initialised(home):
        yield Finding("fail", "home", f"{home} is not the home of a paper; make one with `broadsheet init`")
        return
    yield from check_home(home)
    yield check_disk(shutil.disk_usage(home).free)
    yield check_debug(settings)
    yield from check_database()
    yield from check_replies()
    yield check_worker(since_heartbeat(home))
    if url := settings["BROADSHEET_SEARCH_URL"].value:
        yield check_search(url)
    yield check_mail(settings["BROADSHEET_EMAIL_URL"].value.startswith("console"), _greet_mail_server)
    yield from check_letters()


def check_home(home: Path) -> Iterator[Finding]:
    """The home can be written, and nobody else can read it or the key."""
    if os.access(home, os.W_OK | os.X_OK):
        yield Finding("ok", "home", f"{home} can be written")
    else:
        yield Finding("fail", "home", f"{home} cannot be written by this user; check its owner and mode")
    for about, path, wanted in (("privacy", home, 0o700), ("key", home / homes.KEY_FILE, 0o600)):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~wanted:
            yield Finding("fail", about, f"others may read it (mode {mode:o}); chmod {wanted:o} {path}")
        else:
            yield Finding("ok", about, f"mode {mode:o}")


def check_disk(free: int) -> Finding:
    """There is room for pictures and for the database to grow."""
    state = "fail" if free < LEAST_FREE else "warn" if free < SOME_FREE else "ok"
    text = f"{free // 2**20} MiB free"
    return Finding(state, "disk", text if state == "ok" else text + "; make room before the paper stops")


def check_debug(settings: dict[str, env.Setting]) -> Finding:
    """Tracebacks are not shown to readers."""
    debug = settings["BROADSHEET_DEBUG"]
    if debug.value:
        return Finding("warn", "debug", f"BROADSHEET_DEBUG is on (from {debug.source}); switch it off in public")
    return Finding("ok", "debug", "off")


def check_database() -> Iterator[Finding]:
    """The database answers and is of this version."""
    import django

    django.setup()
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    from broadsheet.cli.prepare import unknown_migrations

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        yield Finding("fail", "database", f"{str(error).splitlines()[0]}; check BROADSHEET_DATABASE_URL")
        return
    yield Finding("ok", "database", f"{connection.vendor} answers")
    if unknown_migrations(executor):
        yield Finding("fail", "migrations", "the database is from a newer version; install that version")
    elif pending:
        yield Finding("warn", "migrations", f"{len(pending)} are pending; `broadsheet serve` applies them")
    else:
        yield Finding("ok", "migrations", "all applied")


def check_replies() -> Iterator[Finding]:
    """The counts of replies are what the replies say; nothing where the database has said already what is wrong."""
    from django.db import Error

    from broadsheet.comments.counting import wrong

    try:
        count = sum(1 for _ in wrong())
    except Error:
        return
    if count:
        yield Finding(
            "fail", "replies", f"{count} stories count wrong; `broadsheet replies check --mend` puts it right"
        )
    else:
        yield Finding("ok", "replies", "all counts are true")


def check_worker(seconds: float | None) -> Finding:
    """The worker was heard of lately."""
    if seconds is not None and seconds <= LATE_SECONDS:
        return Finding("ok", "worker", f"heard of {seconds:.0f} s ago")
    when = "never heard of" if seconds is None else f"not heard of for {seconds:.0f} s"
    return Finding("warn", "worker", f"{when}; `broadsheet serve` or `broadsheet work` runs it")


def check_search(url: str) -> Finding:
    """The OpenSearch server at `url` answers."""
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import OpenSearchException

    try:
        version = OpenSearch([url], timeout=5, max_retries=0).info()["version"]["number"]
    except (OpenSearchException, KeyError, TypeError) as error:
        return Finding("fail", "search", f"no OpenSearch answers ({error}); check BROADSHEET_SEARCH_URL")
    return Finding("ok", "search", f"OpenSearch {version} answers")


def check_mail(console: bool, greet: Callable[[], object]) -> Finding:
    """Mail can be sent: `greet` opens a connection to the server and raises OSError where that fails."""
    if console:
        return Finding("warn", "mail", "goes to the log alone; set BROADSHEET_EMAIL_URL to send it")
    try:
        greet()
    except OSError as error:
        return Finding("fail", "mail", f"the server cannot be used ({error}); check BROADSHEET_EMAIL_URL")
    return Finding("ok", "mail", "the server takes our greeting")


def check_letters() -> Iterator[Finding]:
    """The name service says of the letters' sender what big receivers ask for; nothing where no letter is sent."""
    from broadsheet.newsletter.sender_records import records
    from broadsheet.newsletter.servers import servers

    if servers():
        yield from (Finding(*found) for found in records())


def _greet_mail_server() -> None:
    from django.conf import settings
    from django.core.mail import get_connection

    connection = get_connection(settings.EMAIL_DELIVERY, timeout=5)
    connection.open()
    connection.close()
