"""Founding a paper: the front page, its site, the paper's settings, the roles and the review of its newsroom."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from broadsheet.accounts.roles import found_roles
from broadsheet.articles.models import Front, Paper, Section
from broadsheet.articles.workflow import found_workflow


@transaction.atomic
def found_paper(name: str, url: str) -> Front:
    """The front page of a new paper that appears at `url`; replaces Wagtail's own welcome page and site."""
    Locale.objects.update_or_create(pk=1, defaults={"language_code": settings.LANGUAGE_CODE})
    root = Page.get_first_root_node()
    front = root.add_child(instance=Front(title=name, slug="front", live=True))
    site, _ = Site.objects.update_or_create(
        is_default_site=True, defaults={**_address(url), "site_name": name, "root_page": front}
    )
    Page.objects.filter(depth=2).exclude(pk=front.pk).delete()
    Paper.objects.update_or_create(site=site, defaults={"name": name})
    found_roles()
    found_workflow()
    return front


def _address(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {"hostname": parts.hostname, "port": parts.port or (443 if parts.scheme == "https" else 80)}


def move_paper(url: str) -> bool:
    """Let the paper appear at `url` from now on; false where it does already."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or {"hostname": site.hostname, "port": site.port} == _address(url):
        return False
    site.hostname, site.port = _address(url).values()
    site.save()
    return True


def turn_to_language(code: str) -> bool:
    """Let the paper's pages be in the language that Django knows as `code`; false where they are already."""
    locale = Locale.objects.order_by("pk").first()
    if locale is None or locale.language_code == code or Locale.objects.filter(language_code=code).exists():
        return False
    locale.language_code = code
    locale.save()
    return True


def add_section(parent: Page, title: str, slug: str, description: str = "") -> Section:
    """A live section below `parent` (the front or another section)."""
    return parent.add_child(instance=Section(title=title, slug=slug, description=description, live=True))
