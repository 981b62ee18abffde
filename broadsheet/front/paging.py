"""Pages of a list without counting it: what costs the same at any length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PER_PAGE = 20
LAST_PAGE = 50
"""Beyond it the archive by month takes over, so that no page has to skip over a hundred thousand rows."""


@dataclass(frozen=True)
class Paging:
    """One page of a list: its items, its number from 1, and the numbers before and after where there are such."""

    items: list[Any]
    number: int
    previous: int | None
    next: int | None

    @classmethod
    def of(cls, rows: QuerySet[Any], request: HttpRequest, per_page: int = PER_PAGE) -> Paging:
        """The page of `rows` that `?page=` asks for; raises Http404 for one that does not exist."""
        text = request.GET.get("page", "1")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
        if not 1 <= number <= LAST_PAGE:
            raise Http404(f"No page {text[:20]!r}.")
        start = (number - 1) * per_page
        found = list(rows[start : start + per_page + 1])
        if number > 1 and not found:
            raise Http404(f"No page {number}.")
        more = len(found) > per_page and number < LAST_PAGE
        return cls(found[:per_page], number, number - 1 if number > 1 else None, number + 1 if more else None)
