"""axe finds no violation on any page, light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.urls_of_the_paper import pages, print_paper


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(
    watched: Callable[..., BrowserContext], violations: Callable[[Page], list[str]], scheme: str, width: int
) -> None:
    printed = print_paper()
    page = watched(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce").new_page()
    found = []
    for kind in pages():
        if kind.status == 200:
            page.goto(kind.url(printed))
            found += [f"{kind.name}: {violation}" for violation in violations(page)]
    assert not found, "\n".join(found)
