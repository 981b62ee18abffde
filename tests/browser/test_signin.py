"""Signing in at the desk, as a person does it."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from broadsheet.accounts.models import User
from tests import world

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def editor() -> User:
    cache.clear()
    world.paper()
    return User.objects.create_superuser("ed@example.org", PASSWORD, first_name="Ed")


def at_the_desk(url: str) -> bool:
    return urlsplit(url).path == "/desk/"


def sign_in(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("textbox", name="Email").fill("ed@example.org")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(at_the_desk)


def give_authenticator(page: Page) -> None:
    """The browser gets a security key of its own that answers at once (WebAuthn, virtual authenticator)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_member_of_staff_signs_in_with_the_keyboard_alone(page: Page, assert_accessible) -> None:
    page.goto("/desk/")
    assert_accessible(page)
    sign_in(page)
    expect(page.locator("main")).to_be_visible()


def test_a_passkey_once_added_signs_in_without_a_password(page: Page) -> None:
    give_authenticator(page)
    sign_in(page)
    page.goto("/desk/2fa/webauthn/add/")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/webauthn/add/**")
    page.get_by_label("Name").fill("Laptop")
    if page.get_by_label("Passwordless").count():
        page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    page.context.clear_cookies()
    page.goto("/desk/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(at_the_desk)
    expect(page.locator("main")).to_be_visible()
