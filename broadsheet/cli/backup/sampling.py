"""What a few pages of a home say, so that a restored one can be held beside it: read in a process of its own.

`python -m broadsheet.cli.backup.sampling` is that process: it prints a JSON object of digests by path for the home and
database that its environment names.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.cli.errors import Failed

if TYPE_CHECKING:
    from broadsheet.articles.models import Story

ENDS, BETWEEN = 10, 20
"""Stories that are read: so many of the newest and of the oldest, and so many spread between."""

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""Names style sheets as they are: no word of a story depends on them, and a copied home has none collected."""


def sample(home: Path, url: str, paths: list[str] | None = None) -> dict[str, str]:
    """Digests of what pages of `home` say, by path: of `paths`, else of a sample. Failed where they cannot be read."""
    own = {
        "BROADSHEET_HOME": str(home),
        "BROADSHEET_DATABASE_URL": url,
        "BROADSHEET_DEBUG": "",
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", __name__], input=json.dumps(paths), env={**os.environ, **own},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Failed(f"The copied paper cannot be read: {(done.stderr.strip().splitlines() or ['no word why'])[-1]}")
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Brings the home to this version, reads paths from standard input (`null`: a sample) and prints their digests."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": PLAIN}
    django.setup()
    from broadsheet.cli.prepare import migrate

    migrate()
    paths = json.load(sys.stdin)
    print(json.dumps({path: digest(path) for path in (_paths() if paths is None else paths)}))


def _paths() -> Iterator[str]:
    from broadsheet.articles.models import Story

    found = Story.objects.readable().newest_first().values_list("pk", flat=True)
    keys = list(found)
    chosen = dict.fromkeys([*keys[:ENDS], *keys[-ENDS:], *keys[:: max(1, len(keys) // BETWEEN)]])
    stories: dict[int, Story] = Story.objects.in_bulk(chosen)
    for key in chosen:
        if path := stories[key].get_url():
            yield path


def digest(path: str) -> str:
    """The status of the page at `path`, and a digest of the words of its story, which no clock changes."""
    from django.conf import settings
    from django.test import Client
    from lxml import html

    host = settings.PUBLIC_URL.split("/")[2]
    answer = Client(headers={"host": host}).get(path, secure=settings.PUBLIC_URL.startswith("https"))
    article = html.fromstring(answer.content).find(".//article") if answer.status_code == 200 else None
    words = " ".join(article.text_content().split()) if article is not None else ""
    return f"{answer.status_code} {hashlib.sha256(words.encode()).hexdigest()}"


if __name__ == "__main__":
    main()
