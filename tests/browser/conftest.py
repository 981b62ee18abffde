"""Browser tests: Debian's Chromium before a live server that has the test database.

A page fails its test when the browser logs an error, when a script throws, or when anything is asked of another host.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from broadsheet.accounts.models import User
from tests.harness.system import CHROMIUM, locate

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is marked `browser` and meets a database with real transactions."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.django_db(transaction=True))


PATIENCE = 30_000
"""Milliseconds that a slow machine may take to show what it is asked for."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium: Playwright downloads nothing. Its event loop runs in our thread, which Django must bear."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": locate(CHROMIUM), "args": ARGS, "timeout": 60_000}


@pytest.fixture
def watched(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts (`watched(color_scheme="dark")`); fails in the end where one met an error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"base_url": live_server.url, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        contexts.append(context)
        watch(context, live_server.url, errors)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


def watch(context: BrowserContext, home: str, errors: list[str]) -> None:
    """Add to `errors` whatever goes wrong in the browser or leaves the host of `home`."""
    host = urlsplit(home).netloc

    def on_console(message: ConsoleMessage) -> None:
        asked_unasked = str(message.location.get("url", "")).endswith("/favicon.ico")  # Chromium's own idea
        if message.type == "error" and not asked_unasked:
            errors.append(f"console: {message.text} ({message.location})")

    def on_request(request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != host:
            errors.append(f"asked another host: {request.url}")

    context.on("console", on_console)
    context.on("request", on_request)
    context.on("weberror", lambda error: errors.append(f"script: {error.error}"))


@pytest.fixture
def page(watched: Callable[..., BrowserContext]) -> Page:
    """A reader's page, 1280 pixels wide."""
    return watched(viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture
def signed_in(watched: Callable[..., BrowserContext], live_server: LiveServer) -> Callable[[User], Page]:
    """`signed_in(user)`: a page of a browser in which that user is signed in to the desk."""

    def sign_in(user: User) -> Page:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user)
        context = watched(viewport={"width": 1440, "height": 1000})
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return context.new_page()

    return sign_in


@pytest.fixture(scope="session")
def violations() -> Callable[[Page], list[str]]:
    """`violations(page)`: what axe finds wrong on the page, one line each (WCAG to 2.2 AA, and best practices)."""
    axe = Axe()

    def find(page: Page) -> list[str]:
        found = axe.run(page).response["violations"]
        return [f"{v['id']}: {v['help']}: {' | '.join(n['html'][:160] for n in v['nodes'][:4])}" for v in found]

    return find


@pytest.fixture(scope="session")
def assert_accessible(violations: Callable[[Page], list[str]]) -> Callable[[Page], None]:
    """`assert_accessible(page)`: axe finds nothing wrong on the page."""

    def check(page: Page) -> None:
        found = violations(page)
        assert not found, "\n".join(found)

    return check
