"""The tasks of a test run."""

from __future__ import annotations

from typing import Any

from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend


class AtOnce(ImmediateBackend):
    """Does tasks when they are asked for, but for related stories: a story in every test would put up an index.

    Those are kept in `left`, until a test that is about them does them.
    """

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.left = DummyBackend(alias, params)

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """As its parents do."""
        if task.module_path.startswith("broadsheet.related."):
            return self.left.enqueue(task, args, kwargs)
        return super().enqueue(task, args, kwargs)
