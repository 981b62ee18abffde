"""A moderator at work: by the keyboard alone, by thumb, without JavaScript, and beside a colleague."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.comments.models import Reply, State
from tests.articles.newsroom import person
from tests.comments.replying import a_story, reply

QUEUE = "/desk/replies/"


@pytest.fixture
def moderator() -> User:
    story = a_story(title="Bridge opens")
    top = reply(story, name="Opener", text="I opened this thread.")
    for name in ("Ann", "Ben", "Cleo"):
        one = reply(story, parent=top, name=name, text=f"{name} thinks so.")
        one.become(State.HELD, phase="links", code="links", reason="2 links: a.com, b.com.")
    return person(Role.MODERATOR)


def states() -> list[str]:
    return list(Reply.objects.exclude(name="Opener").order_by("pk").values_list("state", flat=True))


def context_of(user: User, watched: Callable[..., BrowserContext], server: LiveServer, **options: Any) -> Page:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = watched(**options)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    return context.new_page()


def test_the_queue_is_worked_through_by_keys_alone(
    signed_in: Callable[[User], Page], moderator: User, assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in(moderator)
    page.goto(QUEUE)
    expect(page.locator("aside.desk-replies-beside")).to_contain_text("I opened this thread.")
    assert_accessible(page)
    page.keyboard.press("j")
    expect(page.get_by_role("article", name="Ann")).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_text("Approved: 1 reply.", exact=True)).to_be_visible()
    expect(page.get_by_role("article", name="Ben")).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_role("article", name="Cleo")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("Adv")
    page.keyboard.press("Tab")
    page.keyboard.type("for shoes")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert states() == ["approved", "spam", "refused"]
    assert Reply.objects.get(name="Cleo").reason == "Advertising: for shoes"
    page.keyboard.press("z")
    expect(page.get_by_role("article", name="Cleo")).to_be_visible()
    assert states() == ["approved", "spam", "held"]


def test_keys_are_told_and_do_nothing_while_somebody_writes(signed_in: Callable[[User], Page], moderator: User) -> None:
    page = signed_in(moderator)
    page.goto(QUEUE)
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.type("sazj")
    expect(page.get_by_role("article", name="Ann").get_by_label("In your own words")).to_have_value("sazj")
    assert states() == ["held"] * 3


def test_many_are_chosen_and_put_away_at_once(signed_in: Callable[[User], Page], moderator: User) -> None:
    page = signed_in(moderator)
    page.goto(QUEUE)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_label("All", exact=True).check()
    page.get_by_label("Choose the reply of Ben").uncheck()
    page.locator(".desk-replies-bulk").get_by_role("button", name="Spam").click()
    expect(page.get_by_text("Called spam: 2 replies.", exact=True)).to_be_visible()
    assert states() == ["spam", "held", "spam"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone for 2 replies.")).to_be_visible()
    assert states() == ["held"] * 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thumb_is_enough(
    watched: Callable[..., BrowserContext],
    live_server: LiveServer,
    moderator: User,
    assert_accessible: Callable[[Page], None],
    scheme: str,
) -> None:
    screen = {"viewport": {"width": 360, "height": 720}, "has_touch": True, "color_scheme": scheme}
    page = context_of(moderator, watched, live_server, **screen)
    page.goto(QUEUE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for button in page.locator(".desk-reply .button:visible, .desk-reply-choose").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
    assert_accessible(page)
    page.get_by_role("article", name="Ann").get_by_role("link", name="More").tap()
    expect(page.get_by_text("I opened this thread.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Approve").tap()
    expect(page.get_by_text("Approved: 1 reply.", exact=True)).to_be_visible()
    assert states() == ["approved", "held", "held"]


def test_everything_works_without_javascript(
    watched: Callable[..., BrowserContext], live_server: LiveServer, moderator: User
) -> None:
    page = context_of(moderator, watched, live_server, java_script_enabled=False)
    page.goto(QUEUE)
    ann = page.get_by_role("article", name="Ann")
    ann.get_by_text("Refuse…").click()
    ann.get_by_label("Why").select_option("hate")
    ann.get_by_role("button", name="Refuse", exact=True).click()
    assert states() == ["refused", "held", "held"]
    page.get_by_role("button", name="Undo").click()
    assert states() == ["held"] * 3
    page.get_by_role("article", name="Ben").get_by_role("link", name="More").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Text").fill("Ben thought so.")
    page.get_by_role("button", name="Save").click()
    assert Reply.objects.get(name="Ben").text == "Ben thought so."


def test_the_slower_of_two_moderators_is_told_who_was_faster(
    signed_in: Callable[[User], Page], moderator: User
) -> None:
    slow, fast = signed_in(moderator), signed_in(person(Role.EDITOR))
    slow.goto(QUEUE)
    fast.goto(QUEUE)
    fast.get_by_role("article", name="Ann").get_by_role("button", name="Approve").click()
    expect(fast.get_by_text("Approved: 1 reply.", exact=True)).to_be_visible()
    slow.get_by_role("article", name="Ann").get_by_role("button", name="Spam").click()
    expect(slow.get_by_text("editor@example.org was faster")).to_be_visible()
    assert states() == ["approved", "held", "held"]


def test_rules_are_tried_and_are_accessible(
    signed_in: Callable[[User], Page], moderator: User, assert_accessible: Callable[[Page], None]
) -> None:
    page = signed_in(person(Role.PUBLISHER))
    page.goto("/desk/replies/rules/")
    page.get_by_role("button", name="Try over the last 30 days").first.click()
    expect(page.get_by_role("status").filter(has_text="would have held")).to_be_visible()
    assert_accessible(page)
