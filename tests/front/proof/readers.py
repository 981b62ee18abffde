"""Readers for tests: what Django answers now, and readers that are shown something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from django.test import Client

from broadsheet.front.proof.reading import Reading, texts


def fresh(path: str) -> Reading:
    """What Django answers for `path` now."""
    answer = Client().get(path)
    markup, words = texts(answer.content.decode(), answer.get("Content-Type", ""))
    return Reading(answer.status_code, markup, words, urlsplit(answer.get("Location", "")).path, True, -1)


def made(body: str = "", status: int = 200, location: str = "", number: int = -1) -> Reading:
    """An answer with this body."""
    return Reading(status, *texts(body, "text/html"), location, True, number)


class Remembering:
    """A reader whom some places are shown as they were: the fault that a proof is there to find."""

    def __init__(self, *paths: str) -> None:
        self.kept: Mapping[str, Reading] = {path: fresh(path) for path in paths}

    def __call__(self, path: str) -> Reading:
        return replace(self.kept[path]) if path in self.kept else fresh(path)
