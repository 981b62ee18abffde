"""Readers reply in the browser: with and without scripts, by keyboard alone, and with texts that attack."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from broadsheet.articles.models import Story
from broadsheet.comments import editing, text
from broadsheet.comments.models import RepliesSettings, Reply, State
from tests.comments.replying import a_story, reply
from tests.comments.test_text import attacks

SECURITY = Path(os.environ.get("BROADSHEET_CORPORA", "../shared/corpora")) / "security"


@pytest.fixture
def story() -> Story:
    return a_story()


def fill(page: Page, words: str) -> None:
    page.get_by_label("Your reply (required)").fill(words)
    page.get_by_label("Name (required)").fill("Rosa")
    page.get_by_label("E-mail (required, never published)").fill("rosa@example.org")


def test_a_reader_without_scripts_replies_and_answers(watched: Callable[..., BrowserContext], story: Story) -> None:
    one = reply(story, name="Ben", text="First.")
    page = watched(java_script_enabled=False).new_page()
    page.goto(story.url)
    expect(page.get_by_label("Remember my name")).to_be_hidden()
    page.get_by_role("link", name="Reply", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reply to Ben")
    fill(page, "Second.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_label("Name (required)")).to_have_count(1)
    found = Reply.objects.get(text="Second.")
    assert found.parent == one
    found.become(State.APPROVED)
    page.goto(story.url)
    expect(page.locator(f"#reply-{one.pk} #reply-{found.pk}")).to_contain_text("Second.")


def test_a_refusal_keeps_the_text(browser: Browser, live_server: LiveServer, story: Story) -> None:
    page = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    page.goto(story.url)
    fill(page, "Closed meanwhile, but not lost.")
    Story.objects.filter(pk=story.pk).update(replies_open=False)
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("alert")).to_contain_text("closed")
    expect(page.get_by_label("Your reply (required)")).to_have_value("Closed meanwhile, but not lost.")


def test_the_form_comes_beneath_the_reply_that_is_answered_and_is_worked_by_keyboard(page: Page, story: Story) -> None:
    one = reply(story, name="Ben", text="First.")
    page.goto(story.url)
    with page.expect_response("**/_f/reply-stamp/"):
        page.get_by_role("link", name="Reply", exact=True).press("Enter")
    expect(page.get_by_label("Your reply (required)")).to_be_focused()
    expect(page.locator(f"#reply-{one.pk} form#reply-form")).to_be_visible()
    page.keyboard.type("By keyboard.")
    for words in ("Rosa", "rosa@example.org"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Reply.objects.get(text="By keyboard.").parent == one
    page.goto(story.url)
    expect(page.get_by_label("Name (required)")).to_have_value("Rosa")
    expect(page.get_by_label("Remember my name")).to_be_checked()
    page.get_by_label("Remember my name").uncheck()
    page.reload()
    expect(page.get_by_label("Name (required)")).to_have_value("")


def test_where_the_paper_asks_for_work_the_browser_works_and_without_scripts_the_reply_waits(
    page: Page, browser: Browser, live_server: LiveServer, story: Story
) -> None:
    off = [{"phase": name, "on": False} for name in ("newcomer", "time")]
    RepliesSettings.objects.update(phases=[*off, {"phase": "proof", "on": True, "options": {"tries": 20}}])
    page.goto(story.url)
    with page.expect_response("**/_f/reply-proof/"):
        fill(page, "With work.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator(".reply-text")).to_contain_text("With work.")
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    plain.goto(story.url)
    fill(plain, "Without work.")
    plain.get_by_role("button", name="Send the reply").click()
    expect(plain.get_by_role("status")).to_contain_text("A moderator reads it")
    assert list(Reply.objects.order_by("pk").values_list("code", flat=True)) == ["", "proof-none"]


def test_axe_finds_nothing_wrong_with_replies(
    page: Page, story: Story, violations: Callable[[Page], list[str]]
) -> None:
    one = reply(story, text="First.\n\n> A quote\n\nhttps://bridge.example/")
    one.become(State.APPROVED)
    reply(story, one, name="Ada", by_author=True).become(State.APPROVED)
    for address in (story.url, f"/replies/{story.pk}/", f"/replies/{story.pk}/{one.pk}/report/", "/replies/mine/"):
        page.goto(address)
        assert violations(page) == [], address


@pytest.mark.skipif(not SECURITY.is_dir(), reason="BROADSHEET_CORPORA has no lists of attacks")
def test_every_attack_of_the_lists_stands_on_the_page_as_text(page: Page, story: Story) -> None:
    """Nothing runs, nothing is fetched, no element appears but those that texts have; the watcher sees the rest."""
    RepliesSettings.objects.update(page_size=100)
    kept = sorted({text.clean(one)[:6_000] for one in attacks()} - {""})
    for start in range(0, len(kept), 40):
        one = reply(story)
        one.become(State.APPROVED)
        editing.edit(one, "\n\n".join(kept[start : start + 40])[:90_000])
    page.add_init_script("window.alert = window.confirm = window.prompt = () => { throw new Error('ran'); }")
    page.goto(story.url)
    found = page.evaluate(
        "[...new Set([...document.querySelectorAll('.reply-text *')].map((one) => one.localName))].sort()"
    )
    assert set(found) <= {"a", "blockquote", "br", "p"}
    assert page.evaluate(
        "[...document.querySelectorAll('.reply-text a')].every((a) => /^(https?)?:$/.test(a.protocol))"
    )
    assert page.locator(".reply-text").count() > 10
