"""The operators' guide names every variable and every command, as the code has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet import env
from broadsheet.cli import COMMANDS
from broadsheet.cli.edge import PARTS

GUIDE = (Path(__file__).parents[1] / "docs" / "operators.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("variable", env.VARIABLES, ids=lambda variable: variable.name)
def test_a_variable_stands_in_the_guide_with_its_default_and_its_help(variable):
    default = f"`{variable.default}`" if variable.default else "empty"
    assert f"| `{variable.name}` | {default} | {variable.help} |" in GUIDE


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_stands_in_the_guide_with_its_help(command):
    assert f"| `broadsheet {command}` | {COMMANDS[command]} |" in GUIDE


@pytest.mark.parametrize("command", PARTS)
def test_a_question_to_the_edge_stands_in_the_guide_with_its_help(command):
    assert f"| `broadsheet edge {command}` | {PARTS[command]} |" in GUIDE


def test_the_guide_names_no_variable_that_does_not_exist():
    words = {word.strip("`=,.:;()") for word in GUIDE.replace("=", " ").split()}
    assert {word for word in words if word.startswith("BROADSHEET_")} <= env.NAMES
