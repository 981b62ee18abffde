"""SQLite: one writer at a time, so that numbers follow commits by themselves; and a file that may be gone, or another.

Connections live long. One that was opened before a backup was put in the file's place would go on reading the old
paper; one that is opened while the file is gone would make an empty database in its place.
"""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection
from typing import Any

from django.db.backends.sqlite3 import base

from broadsheet.edge.backends.bumping import Bumping


class DatabaseWrapper(Bumping, base.DatabaseWrapper):
    """Django's SQLite backend; bumps are written before each commit."""

    makes_file = True
    """Whether a file that is not there is made, as by `init`; false once a paper is being served."""
    inode: int | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A connection to the file that is there now; OperationalError where there is none and none may be made."""
        path = conn_params["database"]
        if not self.makes_file and not str(path).startswith("file:"):
            conn_params = {**conn_params, "database": f"{Path(path).absolute().as_uri()}?mode=rw"}
        connection: Connection = super().get_new_connection(conn_params)
        self.inode = self._inode()
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        """Also lets go of a file that is gone or has been replaced; Django asks this before each request and task."""
        if self.connection is not None and not self.in_atomic_block and self._inode() != self.inode:
            self.close()
        super().close_if_unusable_or_obsolete()

    def _inode(self) -> int | None:
        try:
            return Path(self.settings_dict["NAME"]).stat().st_ino
        except OSError:
            return None


def make_no_file() -> None:
    """From now on this process opens the paper's database only where it is."""
    DatabaseWrapper.makes_file = False
