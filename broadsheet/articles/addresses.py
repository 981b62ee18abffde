"""Addresses of pages, without asking the URL resolver for each of a hundred links."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

SAFE = "/~:@!$&'()*+,;="
"""What a path may hold unquoted (RFC 3986, 3.3)."""


class PlainAddress:
    """For a page whose address is its path below the front of the one site there is."""

    url_path: str

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """(site id, root URL, path) as Wagtail has them; where there are languages or several sites, by Wagtail."""
        roots = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        if len(roots) != 1 or getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            return super().get_url_parts(request)  # type: ignore[misc]
        return roots[0].site_id, roots[0].root_url, "/" + quote(self.url_path[len(roots[0].root_path) :], safe=SAFE)
