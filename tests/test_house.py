"""The contract of the house: what import-linter cannot see."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
ROOMS = sorted(path.parent.name for path in ROOT.glob("broadsheet/*/apps.py"))
FORBIDDEN = {"core", "base", "utils", "util", "common", "services", "helpers", "misc", "lib"}
LONGEST = 400
WIDER = {"test_whole_stories", "test_readable", "test_query_counts", "test_story_page", "test_lists"} | {
    "test_without_django",
    "test_served",
}
"""Tests of what several files of a room do together."""
NAMELESS = "|".join(("/" + "work" + "/", "pypi" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"))
"""Places and hosts that belong to one machine, not to the project (taken apart here so as not to name them)."""


def layers() -> dict[str, int]:
    """Height of each room by import-linter's own contract: a room may use what has a smaller number."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    rows = [row.split(" | ") for row in reversed(contract["layers"])]
    return {room.strip(): height for height, row in enumerate(rows) for room in row}


def tracked(*patterns: str) -> list[Path]:
    """The files that the repository holds, those of them that `patterns` name."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_relations_of_models_point_down() -> None:
    height = layers()
    up = [
        f"{field.model._meta.label}.{field.name} -> {target}"
        for field, target in _relations()
        if height[_room(field.model)] < height[_room(target)] or _strangers(field.model, target)
    ]
    assert not up


def _relations() -> Iterator[tuple[Any, Any]]:
    for model in apps.get_models():
        if model._meta.app_label.startswith("broadsheet_"):
            for field in model._meta.get_fields():
                target = field.related_model if field.is_relation and not field.auto_created else None
                ours = field.model._meta.app_label.startswith("broadsheet_")
                if ours and isinstance(target, type) and target._meta.app_label.startswith("broadsheet_"):
                    yield field, target


def _room(model: type) -> str:
    label: str = model._meta.app_label
    return label.removeprefix("broadsheet_")


def _strangers(one: type, other: type) -> bool:
    height = layers()
    if other is get_user_model():  # which every room may name, by the setting AUTH_USER_MODEL
        return False
    return _room(one) != _room(other) and height[_room(one)] == height[_room(other)]


@pytest.mark.parametrize("room", ROOMS)
def test_templates_of_a_room_load_and_include_only_what_lies_below(room: str) -> None:
    height = layers()
    tags = {path.stem: path.parts[-3] for path in ROOT.glob("broadsheet/*/templatetags/*.py")}
    places = {
        str(path.relative_to(ROOT / "broadsheet" / owner / "templates")): owner
        for owner in ROOMS
        for path in (ROOT / "broadsheet" / owner / "templates").rglob("*.*")
    }
    up = []
    for path in (ROOT / "broadsheet" / room / "templates").rglob("*.*"):
        for used in _used(path.read_text(encoding="utf-8")):
            owner = tags.get(used) or places.get(used)
            if owner and height[owner] > height[room]:
                up.append(f"{path.name} uses {used} of {owner}")
    assert not up


def _used(template: str) -> Iterator[str]:
    for loaded in re.findall(r"{%\s*load\s+(.*?)\s*%}", template):
        yield from loaded.split(" from ")[-1].split()
    yield from re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", template)


def test_every_room_and_every_test_folder_says_what_it_is() -> None:
    files = [*ROOT.glob("broadsheet/*/__init__.py"), ROOT / "broadsheet" / "__init__.py"]
    silent = [str(path.relative_to(ROOT)) for path in files if not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent


def test_no_file_is_longer_than_one_idea() -> None:
    long = {str(path.relative_to(ROOT)): count for path in python_files() if (count := _lines(path)) > LONGEST}
    assert not long


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_has_a_name_that_says_nothing() -> None:
    named_by_django = {ROOT / f"broadsheet/edge/backends/{name}/base.py" for name in ("sqlite3", "postgresql")}
    files = set(python_files()) - named_by_django
    vague = [str(path.relative_to(ROOT)) for path in files if {path.stem, path.parent.name} & FORBIDDEN]
    assert not vague


def test_every_module_has_a_docstring() -> None:
    files = [path for path in python_files() if path.name != "__init__.py" and "tests" not in path.parts]
    silent = [str(path.relative_to(ROOT)) for path in files if not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent


def test_test_files_mirror_the_files_that_they_test() -> None:
    rooms = [folder for folder in (ROOT / "tests").iterdir() if (ROOT / "broadsheet" / folder.name).is_dir()]
    astray = []
    for folder in rooms:
        there = {path.stem.rstrip("s") for path in (ROOT / "broadsheet" / folder.name).rglob("*.py")}
        there |= {path.name.rstrip("s") for path in (ROOT / "broadsheet" / folder.name).rglob("*") if path.is_dir()}
        astray += [
            str(path.relative_to(ROOT))
            for path in folder.glob("test_*.py")
            if path.stem not in WIDER and not path.stem.removeprefix("test_").startswith(tuple(there))
        ]
    assert not astray


def test_nothing_tracked_names_the_place_where_it_was_made() -> None:
    named = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{path.relative_to(ROOT)}: {found}" for found in re.findall(NAMELESS, text)]
    assert not named


def test_every_fragment_of_the_changelog_has_a_kind_and_a_sentence() -> None:
    kinds = {".added", ".changed", ".fixed"}
    fragments = [path for path in tracked("changelog.d/*") if path.suffix == ".md"]
    wrong = [path.name for path in fragments if path.suffixes[-2] not in kinds or not path.read_text().strip()]
    assert not wrong
