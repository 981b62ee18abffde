"""Writes `broadsheet/cli/data/blank.sql` anew, to be run after a migration was added or changed: `scripts/blank.py`.

`--check` writes nothing, tells how the file differs, and ends with 1 where it does.
"""

from __future__ import annotations

import difflib
import os
import secrets
import sys
from tempfile import TemporaryDirectory


def made() -> str:
    """What the file must hold: an empty database after all migrations, and nothing that follows them."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from broadsheet.cli.blank import dump

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    connection.ensure_connection()
    return "\n".join(dump(connection.connection)) + "\n"


def main() -> int:
    """Makes it, and writes or compares it; the exit code."""
    import django

    from broadsheet.cli.blank import BLANK

    with TemporaryDirectory() as home:
        own = {"BROADSHEET_HOME": home, "BROADSHEET_DATABASE_URL": "", "BROADSHEET_SECRET_KEY": secrets.token_hex(32)}
        os.environ |= {**own, "DJANGO_SETTINGS_MODULE": "broadsheet.settings"}
        django.setup()
        new = made()
    old = BLANK.read_text("utf-8") if BLANK.exists() else ""
    if "--check" in sys.argv:
        print(
            "\n".join(
                difflib.unified_diff(old.splitlines(), new.splitlines(), "blank.sql", "migrations", "", "", 0, "")
            )
        )
        return int(new != old)
    BLANK.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # Django and Wagtail number content types in the order of a set
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S606
    sys.exit(main())
