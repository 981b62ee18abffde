"""Numbers in tables."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import floatformat

register = template.Library()


@register.filter
def figure(number: float | None) -> str:
    """A number as tables print it: no empty decimals, thousands grouped from five digits on, so that years stand."""
    if number is None:
        return ""
    return str(floatformat(number, "-2g" if abs(number) >= 10_000 else "-2u"))
