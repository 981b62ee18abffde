"""The names under which the paper is published (`BROADSHEET_URL`, `BROADSHEET_HOSTS`)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.http import is_same_domain

_HOST = re.compile(r"([a-z0-9.-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(?::([0-9]+))?")
"""A name or a number in brackets, and a port, as `django.http.request` has them, which loads half of Django."""


def named(host: str) -> str | None:
    """The host by which pages are kept that are asked of the Host header `host`; None where the paper has not that one.

    Its port is left out, and where a wildcard allows it, it is the paper's own: pages do not differ by either.
    """
    found = _HOST.fullmatch(host.lower())
    name = found[1].removesuffix(".") if found else ""
    if not name or not any(allowed == "*" or is_same_domain(name, allowed) for allowed in settings.ALLOWED_HOSTS):
        return None
    return name if name in settings.ALLOWED_HOSTS else urlsplit(settings.PUBLIC_URL).hostname
