"""Addresses of pages, without asking the URL resolver for each of a hundred links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from wagtail.models import Page, Site

SAFE = "/~:@!$&'()*+,;="
"""What a path may hold unquoted (RFC 3986, 3.3)."""


class PlainAddress:
    """For a page whose address is its path below the front of the one site there is."""

    url_path: str

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """(site id, root URL, path) as Wagtail has them; where there are several sites, by Wagtail."""
        roots = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        if len(roots) != 1:
            return super().get_url_parts(request)  # type: ignore[misc]
        return roots[0].site_id, roots[0].root_url, _below(roots[0].root_path, self.url_path)


def addresses(url_paths: Sequence[str]) -> list[str]:
    """Where the pages with these paths in the tree are found, as `Page.url` says it; "" for what no site shows."""
    roots = Site.get_site_root_paths()
    if len(roots) == 1:
        root = roots[0].root_path
        return [_below(root, path) if path.startswith(root) else "" for path in url_paths]
    return [Page(url_path=path).url or "" for path in url_paths]


def share_roots(pages: Iterable[Any]) -> None:
    """Look up once for all of `pages` what each would look up for its own address."""
    roots = Site.get_site_root_paths()
    for page in pages:
        page._wagtail_cached_site_root_paths = roots


def _below(root_path: str, url_path: str) -> str:
    return "/" + quote(url_path[len(root_path) :], safe=SAFE)
