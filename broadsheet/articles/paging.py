"""Pages of a list without counting it: what costs the same at any length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from broadsheet.edge.tags import differ

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
    def of(
        cls,
        rows: QuerySet[Any] | Callable[[int, int], Sequence[Any]],
        request: HttpRequest,
        per_page: int = PER_PAGE,
        last_page: int = LAST_PAGE,
        show: Callable[[list[Any]], list[Any]] = list,
    ) -> Paging:
        """The page that `?page=` asks for, of a query or of a function (start, stop) -> rows; `show` makes rows items.

        Raises Http404 for a page that does not exist.
        """
        number = page_number(request, last_page)
        start = (number - 1) * per_page
        stop = start + per_page + 1
        found = list(rows(start, stop) if callable(rows) else rows[start:stop])
        if number > 1 and not found:
            raise Http404(f"No page {number}.")
        more = len(found) > per_page and number < last_page
        return cls(show(found[:per_page]), number, number - 1 if number > 1 else None, number + 1 if more else None)


def page_number(request: HttpRequest, last_page: int = LAST_PAGE) -> int:
    """The number in `?page=`, 1 where there is none; raises Http404 for anything but 1 to `last_page`."""
    differ("page")
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= number <= last_page:
        raise Http404(f"No page {text[:20]!r}.")
    return number
