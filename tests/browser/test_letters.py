"""Letters in the browser: a reader signs up, chooses and leaves; an editor writes one, tries it and sends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role, found_roles
from broadsheet.newsletter import links
from broadsheet.newsletter.models import Ending, Letter, LetterState, MailingList, Subscriber, Subscription
from tests import world
from tests.articles.newsroom import person
from tests.newsletter import mailing

SignIn = Callable[[User], Page]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_signs_up_confirms_chooses_and_leaves(
    watched: Callable[..., BrowserContext], assert_accessible: Callable[[Page], None], scripts: bool
) -> None:
    world.paper("Politics")
    letter = MailingList.objects.get()
    MailingList.objects.create(name="Sports letter", slug="sports", is_chosen=False)
    page = watched(java_script_enabled=scripts, reduced_motion="reduce").new_page()
    page.goto("/")
    box = page.locator(".letter-box")
    box.get_by_label("Your e-mail address").fill("ada@example.org")
    box.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(mail.outbox[0].body.split("testserver")[1].split()[0])
    assert not Subscriber.objects.exists()
    page.get_by_role("button", name="Yes, send me the letters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your address is confirmed")
    page.get_by_role("link", name="Your letters").click()
    expect(page.get_by_label("The letter")).to_be_checked()
    if scripts:
        assert_accessible(page)
    page.get_by_label("Sports letter").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    reader = Subscriber.objects.get()
    assert reader.subscriptions.filter(is_on=True).count() == 2
    page.goto(f"/newsletter/unsubscribe/{links.sign('unsubscribe', [reader.pk, letter.pk])}/")
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get no more of “The letter”")
    ended = Subscription.objects.get(mailing_list=letter)
    assert (ended.is_on, ended.ending) == (False, Ending.PAGE)


def test_an_editor_writes_a_letter_looks_at_it_tries_it_and_sends_it(signed_in: SignIn, settings) -> None:
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    world.paper("Politics")
    found_roles()
    world.story(world.section("Politics"), "The ferry stays")
    mailing.readers(2, MailingList.objects.get())
    page = signed_in(person(Role.EDITOR))
    page.goto("/desk/snippets/broadsheet_newsletter/letter/add/")
    page.locator("[name=mailing_list]").select_option(label="The letter")
    page.locator("[name=subject]").fill("Good news")
    page.get_by_role("button", name="Add story").click()
    page.get_by_role("button", name="Choose a page").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name="The ferry stays", exact=True).click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good news")
    for frame in ("On a telephone", "On a desk", "In dark mode"):
        inside = page.frame_locator(f"iframe[title='{frame}']")
        expect(inside.get_by_role("link", name="The ferry stays")).to_be_visible()
    dark = page.frame_locator("iframe[title='In dark mode']").locator("body")
    assert dark.evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(23, 22, 20)"
    page.get_by_role("button", name="Send a test to yourself").click()
    expect(page.get_by_text("A test is on its way to editor@example.org.")).to_be_visible()
    assert mail.outbox[-1].subject == "[Test] Good news"
    page.get_by_role("button", name="Send it to everybody on the list").click()
    expect(page.get_by_text("The letter is being sent.")).to_be_visible()
    assert Letter.objects.get().state == LetterState.FREEZING


def test_breaking_news_is_three_clicks_away_from_its_story(
    signed_in: SignIn, settings, assert_accessible: Callable[[Page], None]
) -> None:
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    world.paper("Politics")
    found_roles()
    story = world.story(world.section("Politics"), "The mayor resigns")
    urgent = MailingList.objects.create(name="Breaking", slug="breaking", is_breaking=True)
    mailing.readers(2, urgent)
    page = signed_in(person(Role.EDITOR))
    page.goto(f"/desk/pages/{story.pk}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Send as breaking news").click()
    expect(page.get_by_role("textbox", name="Subject")).to_have_value("Breaking: The mayor resigns")
    assert_accessible(page)
    page.get_by_role("button", name="Send it to 2 readers of “Breaking”").click()
    expect(page.get_by_text("The letter is being sent.")).to_be_visible()
    assert Letter.objects.get().state == LetterState.FREEZING
