"""The browser fixtures themselves: a reader's page opens, and errors fail the test."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests import world


def test_a_reader_opens_the_paper(page: Page, live_server: LiveServer) -> None:
    front = world.paper("Politics")
    world.story(world.section("Politics"), "The bridge opens")
    page.goto(live_server.url)
    assert page.get_by_role("heading", name="The bridge opens").first.is_visible()
    assert front.title in page.title()


def test_each_test_meets_a_database_without_the_last_ones_stories() -> None:
    from broadsheet.articles.models import Story

    assert not Story.objects.exists()


def test_a_script_that_throws_or_another_host_is_noticed(browser, live_server: LiveServer) -> None:
    from tests.browser.conftest import watch

    errors: list[str] = []
    context = browser.new_context()
    watch(context, live_server.url, errors)
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<script>throw Error('oh')</script><img src=//other.invalid/>"))
    with page.expect_event("pageerror"):
        page.goto(live_server.url)
    page.wait_for_load_state("networkidle")
    context.close()
    assert any("oh" in error for error in errors)
    assert any("other.invalid" in error for error in errors)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_what_is_wrong(browser, assert_accessible, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.set_content("<img src=data:,>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
    context.close()
