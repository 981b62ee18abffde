"""A paper with an edge that keeps pages, for the commands that ask it; they run within the test."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from broadsheet.edge import keys, parts
from broadsheet.edge.fingerprint import NAME
from broadsheet.edge.models import Generation
from broadsheet.edge.origin import Address, Answer
from broadsheet.edge.parts import Part
from broadsheet.edge.pressing import Pressing
from broadsheet.edge.rendering import Renderer
from broadsheet.edge.store import LMDBStore

Ask = Callable[..., Result]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of an edge of the test's own."""
    monkeypatch.setattr(settings, "EDGE_FOLDER", tmp_path / "edge")
    return tmp_path / "edge"


@pytest.fixture
def ask(folder, monkeypatch) -> Ask:
    """Runs a command of `broadsheet edge` in this process."""

    def run(name: str, *words: str) -> Result:
        module = importlib.import_module(f"broadsheet.cli.edge.{name}")
        monkeypatch.setattr(module, "open_home", lambda: None)
        return CliRunner().invoke(module.command, list(words))

    return run


def put(folder, *kept: tuple[str, Part]) -> None:
    """Puts parts into the store as a server does."""
    store = LMDBStore(folder / f"{NAME}test", 1 << 23)
    for path, part in kept:
        store.put(keys.key("testserver", path, ""), parts.encode(part))
    store.close()


def newest() -> int:
    return max(Generation.objects.values_list("number", flat=True), default=0)


def pressed(path: str) -> tuple[str, Part]:
    """The part that a server would keep for `path` now."""
    answer = Renderer()(Address("http", "testserver", path, ""))
    return path, parts.make(answer, newest(), time.time())


def made(
    path: str, *tags: str, number: int = 0, expires: float | None = None, pressed_at: float = 0
) -> tuple[str, Part]:
    """A part that depends on `tags`."""
    answer = Answer(200, [("content-type", "text/html")], b"words " * 200, Pressing(set(tags), expires, True))
    return path, parts.make(answer, number, pressed_at or time.time())
