"""Addresses as machines need them: absolute, and ids that outlive every change of address."""

from __future__ import annotations

import re
from datetime import UTC
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from broadsheet.articles.models import Story

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def absolute(path: str, base: str = "") -> str:
    """`path` (relative or absolute) as an absolute URL in ASCII; relative to the paper's address, or to `base`."""
    return iri_to_uri(urljoin(base or settings.PUBLIC_URL + "/", path))


def page_address(page: Page, request: HttpRequest | None = None) -> str:
    """The absolute address of `page`; "" for a page that no site shows."""
    path = page.get_url(request)
    return absolute(path) if path else ""


def tag_uri(story: Story) -> str:
    """An id of `story` for ever, whatever becomes of its slug and section (RFC 4151)."""
    host = urlsplit(settings.PUBLIC_URL).hostname
    day = story.published_at.astimezone(UTC).date() if story.published_at else "2000-01-01"
    return f"tag:{host},{day}:story:{story.pk}"


def printable(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids, stripped."""
    return _NOT_XML.sub("", text).strip()
