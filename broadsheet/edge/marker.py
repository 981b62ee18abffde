"""A mark that outlives the process that set it: whether it died at work in the store. Knows no Django."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

NAME = "at-work-"


class Marker:
    """Says of this process, to those that come after it, that it is at work in the store.

    LMDB reads its file as memory: where the disk has damaged that, it may end the process by a signal. The next one
    would find the same damage; so it starts anew where one before it died at work.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / f"{NAME}{os.getpid()}"
        self.file: int | None = None

    def killed_within(self) -> bool:
        """Whether a process that has ended was at work; forgets all that have. Raises OSError."""
        marks = self.folder.glob(f"{NAME}*")
        ended = [mark for mark in marks if mark == self.path or not _runs(mark.name.removeprefix(NAME))]
        found = [mark.read_bytes()[:1] == b"1" for mark in ended]
        for mark in ended:
            mark.unlink(missing_ok=True)
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return any(found)

    def enter(self) -> None:
        """From here on this process is at work."""
        if self.file is not None:
            with suppress(OSError):
                os.pwrite(self.file, b"1", 0)

    def leave(self) -> None:
        """From here on it is not."""
        if self.file is not None:
            with suppress(OSError):
                os.pwrite(self.file, b"0", 0)

    def remove(self) -> None:
        """This process has done with the store."""
        if self.file is not None:
            os.close(self.file)
            self.file = None
            self.path.unlink(missing_ok=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
