"""Rows that are saved whole: the row and the bumps that its signals make, in one transaction.

Django sends `post_save` after the transaction that it opens for a row by itself. A crash between the two commits would
leave a page stale for ever; so what is bumped on a signal is made whole first. (Pages are so already, and deletions.)
"""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Model

M = TypeVar("M", bound=Model)


def whole(model: type[M]) -> type[M]:
    """Lets `model` save its rows and send the signals of that in one transaction; a decorator for models of ours."""
    model.save_base = transaction.atomic(model.save_base)  # type: ignore[method-assign]
    return model
