"""Commands of several words, as `broadsheet edge why`: each part is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Parts(click.Group):
    """A group whose `parts` (name and line in the help) are modules of `package`, called as `modules` says or alike."""

    def __init__(
        self, *words: Any, package: str, parts: Mapping[str, str], modules: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(*words, **more)
        self.package, self.parts, self.modules = package, parts, modules or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.parts)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.parts:
            return None
        module = importlib.import_module(f"{self.package}.{self.modules.get(name, name)}")
        found: click.Command = getattr(module, "COMMANDS", {}).get(name) or module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.parts.items()))
