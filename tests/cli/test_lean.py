"""What the served processes do not load."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.conftest import environment

PROGRAM = """
import sys
from broadsheet.cli.lean import leave_out_api
leave_out_api()
import broadsheet.asgi
broadsheet.asgi.warm_up()
print(*(name for name in ("ninja", "trafilatura", "rich", "wagtail.admin") if name in sys.modules))
"""


def test_a_web_process_loads_neither_the_headless_api_nor_what_commands_need(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment(BROADSHEET_HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.split() == ["wagtail.admin"], done.stderr
