"""Homes to measure in: one for each number of stories, below `bench/homes`, filled once and used again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HOMES = Path(__file__).parent / "homes"
SHAPES = ("lead", "teaser", "thumb")


def home_of(size: int) -> Path:
    """The home with `size` stories."""
    return HOMES / str(size)


def environment(size: int, **more: str) -> dict[str, str]:
    """The environment of a process that works in the home with `size` stories, and in no other."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    return environ | {
        "BROADSHEET_HOME": str(home_of(size)),
        "BROADSHEET_SECRET_KEY": "a key for benchmarks alone, 0123456789 0123456789 abcdef",
        "BROADSHEET_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "broadsheet.settings",
        **more,
    }


def in_home(size: int, module: str, *words: str) -> dict[str, Any]:
    """What `python -m MODULE WORDS` prints as its last line, a JSON object, when it runs in the home of `size`."""
    home_of(size).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, env=environment(size), cwd=HOMES.parent.parent, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return figures


def filled(size: int) -> float:
    """Fills the home that we are in where it is empty; stories a second, as measured when it was filled."""
    from django.conf import settings
    from django.db import OperationalError

    from bench.fill import fill
    from broadsheet.articles.founding import found_paper
    from broadsheet.articles.models import Story
    from broadsheet.cli.prepare import prepare

    note = Path(settings.HOME) / "filled.json"
    prepare(Path(settings.HOME))  # static files may be others than when it was filled
    if not note.is_file():
        front = found_paper("The Benchmark", settings.PUBLIC_URL)
        note.write_text(json.dumps(fill(front, size, pictures=4, shapes=SHAPES)))
    try:
        assert Story.objects.count() >= size, f"{settings.HOME} is half filled: remove it"
    except OperationalError as error:
        sys.exit(f"{settings.HOME} is of another version ({error}): remove it")
    rate: float = json.loads(note.read_text())
    return round(rate)
