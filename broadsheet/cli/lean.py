"""Leaves out Wagtail's headless API, which every Wagtail process loads and Broadsheet does not serve.

Wagtail 8's apps register their content with the API when they start, whether it is installed or not: about half a
second and 9 MB in each process. Nothing outside the API itself imports it but those registrations.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_API = re.compile(r"wagtail\.(?:(?:.+\.)?api\.v3|contrib\.redirects\.api)(?:\.|$)")


def leave_out_api() -> None:
    """From now on the API's modules are empty ones, whose functions take anything and do nothing."""
    if not any(isinstance(finder, _EmptyModules) for finder in sys.meta_path):
        sys.meta_path.insert(0, _EmptyModules())


class _Nothing:
    """Takes every registration."""

    def __call__(self, *_: Any, **__: Any) -> _Nothing:
        return self

    def __getattr__(self, name: str) -> _Nothing:
        return self


class _EmptyModules(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if _API.match(name) else None

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        def look_up(name: str) -> _Nothing:
            if name.startswith("__"):
                raise AttributeError(name)
            return _Nothing()

        module.__getattr__ = look_up  # type: ignore[method-assign]
