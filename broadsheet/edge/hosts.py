"""The names under which the paper is published (`BROADSHEET_URL`, `BROADSHEET_HOSTS`)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def named(host: str) -> str | None:
    """The host by which pages are kept that are asked of the Host header `host`; None where the paper has not that one.

    Its port is left out, and where a wildcard allows it, it is the paper's own: pages do not differ by either.
    """
    name, _ = split_domain_port(host)
    if not validate_host(name, settings.ALLOWED_HOSTS):
        return None
    return name if name in settings.ALLOWED_HOSTS else urlsplit(settings.PUBLIC_URL).hostname
