"""An editor publishes and is told, without asking, after how long readers saw it, and where they see something else."""

from __future__ import annotations

import queue
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.front.proof import after, proving
from broadsheet.front.proof.reading import Reader, Reading
from tests import world
from tests.articles.newsroom import person
from tests.browser.test_newsroom import press

STALE: set[str] = set()


class Behind(Reader):
    """Reads the live server as if an edge stood before it, which is stale at the paths in `STALE`."""

    def read(self, path: str) -> Reading:
        found = replace(super().read(path), through_edge=True)
        return replace(found, markup="as it was", words="asitwas") if path in STALE else found


@pytest.fixture
def story(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings) -> Story:
    world.paper("Politics")
    draft = world.story(world.section("Politics"), "Bridge opens", live=False)
    STALE.clear()
    settings.SERVER_URL = live_server.url
    monkeypatch.setattr(after, "_waiting", queue.Queue(5))
    monkeypatch.setattr(proving, "Reader", Behind)
    return draft


def publish(page: Page, story: Story) -> None:
    page.goto(f"/desk/pages/{story.pk}/edit/")
    press(page, "Publish")


def test_the_message_fills_itself_in_and_leads_to_all_places(
    signed_in: Callable[[User], Page], story: Story, assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in(person(Role.EDITOR))
    publish(page, story)
    line = page.locator("[data-proof]")
    expect(line).to_have_text(
        re.compile(r"Readers find it as it should be in all \d+ places, the last after \d+ ms\."), timeout=60_000
    )
    assert line.get_attribute("role") == "status"
    page.get_by_role("link", name="All places").click()
    expect(page.locator(".desk-proof-places")).to_contain_text(
        re.compile(r"The story\s*/politics/.*visible in \d+ ms", re.S)
    )
    assert_accessible(page)


def test_a_place_that_stays_behind_is_a_red_line_in_the_editor(
    signed_in: Callable[[User], Page], story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    STALE.add("/")
    page = signed_in(person(Role.EDITOR))
    publish(page, story)
    expect(page.locator("[data-proof]")).to_have_text(
        re.compile(r"In 1 of \d+ places readers find something else\."), timeout=60_000
    )
    page.goto(f"/desk/pages/{story.pk}/edit/")
    expect(page.locator(".desk-proof-editor")).to_contain_text("In 1 of")
    page.locator(".desk-proof-editor").get_by_role("link", name="All places").click()
    red = page.locator(".desk-proof-fault")
    expect(red).to_contain_text("Front page")
    expect(red).to_contain_text("Not as it should be: expected /politics/")
