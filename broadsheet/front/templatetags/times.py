"""Times in words for readers, with the exact time for machines beside them."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as clock
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def moment(time: datetime | None) -> SafeString:
    """`<time>` with the date and the hour in the paper's time zone and language; "" for None."""
    if time is None:
        return SafeString("")
    local = timezone.localtime(time)
    language = get_language()
    parts = {"date": _day_in_words(local.date(), language), "time": _hour_in_words(local.hour, local.minute, language)}
    words = _("%(date)s, %(time)s") % parts
    return SafeString(f'<time datetime="{local.isoformat(timespec="seconds")}">{escape(words)}</time>')


@register.simple_tag
def day(time: datetime | date | None) -> SafeString:
    """`<time>` with the date alone, of a time or of a date; "" for None."""
    if time is None:
        return SafeString("")
    local = timezone.localtime(time).date() if isinstance(time, datetime) else time
    return _day(local, get_language())


@lru_cache(maxsize=1000)
def _day(local: date, language: str | None) -> SafeString:
    """The same day stands on a page a dozen times; `language` is the one that is active."""
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), _day_in_words(local, language))


@register.filter
def for_machines(time: datetime) -> str:
    """The time as a `datetime` attribute takes it: to the second, since HTML knows no finer than milliseconds."""
    return timezone.localtime(time).isoformat(timespec="seconds")


@lru_cache(maxsize=1000)
def _day_in_words(local: date, language: str | None) -> str:
    return date_format(local, "DATE_FORMAT").replace(" ", "\N{NO-BREAK SPACE}")


@lru_cache(maxsize=1440)
def _hour_in_words(hour: int, minute: int, language: str | None) -> str:
    """Forty replies on a page have forty times; making the words of one costs more than printing the reply."""
    return time_format(clock(hour, minute), "TIME_FORMAT")
