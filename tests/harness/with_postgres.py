"""One command on a PostgreSQL of its own: `python -m tests.harness.with_postgres pytest tests/articles -n0`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.harness import postgres
from tests.harness.system import POSTGRES, MissingError, ensure


def main() -> int:
    """Run the command in `sys.argv` with BROADSHEET_TEST_DATABASE_URL set; its exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        ensure([POSTGRES])
    except MissingError as missing:
        print(missing, file=sys.stderr)
        return 1
    with postgres.server() as url:
        environ = {**os.environ, "BROADSHEET_TEST_DATABASE_URL": url}
        return subprocess.run(sys.argv[1:], env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
