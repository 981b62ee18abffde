"""Founding a paper: the front page, its site, the paper's settings, the roles and the review of its newsroom."""

from __future__ import annotations

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
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site, _ = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": parts.hostname, "port": port, "site_name": name, "root_page": front},
    )
    Page.objects.filter(depth=2).exclude(pk=front.pk).delete()
    Paper.objects.update_or_create(site=site, defaults={"name": name})
    found_roles()
    found_workflow()
    return front


def add_section(parent: Page, title: str, slug: str, description: str = "") -> Section:
    """A live section below `parent` (the front or another section)."""
    return parent.add_child(instance=Section(title=title, slug=slug, description=description, live=True))
