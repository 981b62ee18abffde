"""Installs what lock files list into the environment that runs this: `python scripts/install.py FILE…`.

By uv, which takes a tenth of pip's time, from where pip is set up to take packages; where uv fails, by pip itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

TOLD: Mapping[str, str] = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
}
"""What pip calls a setting (`pip config list`), and uv's variable for it."""
COMMAS = frozenset({"UV_FIND_LINKS"})
"""Variables whose values are parted by commas, not by spaces."""


def main(files: Sequence[str]) -> int:
    """Installs what `files` list, each package with its hash; the exit code of who did it."""
    chosen = [word for file in files for word in ("-r", file)]
    uv = ["-m", "uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", sys.executable]
    settings = uv_settings(subprocess.run([*PIP, "config", "list"], capture_output=True, text=True).stdout)  # noqa: S603
    if subprocess.run([sys.executable, *uv, *chosen], env={**settings, **os.environ}).returncode == 0:  # noqa: S603
        return 0
    print("uv could not install it (see above): trying with pip …", file=sys.stderr)
    how = ["install", "--quiet", "--disable-pip-version-check", "--no-compile", "--no-deps", "--require-hashes"]
    return subprocess.run([*PIP, *how, *chosen]).returncode  # noqa: S603


PIP = (sys.executable, "-m", "pip")


def uv_settings(listed: str) -> dict[str, str]:
    """pip's settings, as `pip config list` prints them (`global.index-url='…'`), as uv's variables.

    uv asks the indexes together, as pip does, not one after the other: hashes say what is the right file.
    """
    found = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        variable = TOLD.get(name.rpartition(".")[2])
        if variable:
            words = value.strip("'\"").replace("\\n", " ").split()
            found[variable] = ("," if variable in COMMAS else " ").join(words)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
