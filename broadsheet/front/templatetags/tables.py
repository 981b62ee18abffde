"""Numbers in tables."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()

GROUPED_FROM = 10_000
"""Years and other numbers of four digits stand as they are."""


@register.filter
def figure(number: float | None) -> str:
    """A number as tables print it: the decimals that it has, thousands grouped from five digits on; "" for None."""
    if number is None:
        return ""
    exact = int(number) if number == int(number) else number
    return number_format(exact, use_l10n=True, force_grouping=abs(number) >= GROUPED_FROM)
