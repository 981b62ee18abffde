"""Rebuilding the index beside the worker, which has other things to do: in a process of its own, which ends with it.

`python -m broadsheet.related.rebuilding` is that process. It ends when its standard input does.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

log = logging.getLogger("broadsheet.related")

PATIENT = 19
"""By how much the process stands back for others (`nice`): readers wait for these."""
AUTOGROUP = Path("/proc/self/autogroup")
"""sched(7): between sessions Linux shares a processor by this, whatever `nice` says within one."""
_under_way: list[subprocess.Popen[bytes]] = []


def begin() -> None:
    """Begins to rebuild the index of the configured home, unless this process has that done already."""
    if not is_under_way():
        log.info("the index of related stories is built, which may take some minutes")
        command = [sys.executable, "-m", __name__]
        _under_way.append(subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))  # noqa: S603


def is_under_way() -> bool:
    """Whether this process has the index rebuilt now; that ends with it."""
    _under_way[:] = [process for process in _under_way if process.poll() is None]
    return bool(_under_way)


def main() -> None:
    """Rebuilds the index, unless another process does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _stand_back()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django

    django.setup()
    from broadsheet.related.building import BusyError
    from broadsheet.related.linking import rebuild

    try:
        log.info("%s stories have their related stories", rebuild())
    except BusyError as error:
        log.info("%s", error)


def _stand_back() -> None:
    os.nice(PATIENT)
    with suppress(OSError):  # where there are such groups, and it may
        AUTOGROUP.write_text(str(PATIENT))


def _end_with_parent() -> None:
    os.read(0, 1)  # not by sys.stdin: whoever ends while a thread holds its lock is aborted
    os._exit(1)


if __name__ == "__main__":
    main()
