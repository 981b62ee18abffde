"""How staff sign in."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client, override_settings

from broadsheet.accounts.models import User
from tests import world

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    world.paper()
    return User.objects.create_superuser("ed@example.org", PASSWORD, first_name="Ed")


def sign_in(client: Client, password: str = PASSWORD, email: str = "ed@example.org"):
    return client.post("/desk/login/", {"login": email, "password": password})


def set_up_totp(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_the_right_password_leads_to_the_desk(client: Client, user: User) -> None:
    assert sign_in(client)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_the_address_may_be_written_in_capitals(client: Client, user: User) -> None:
    assert sign_in(client, email="ED@Example.org").status_code == 302


def test_the_desk_asks_strangers_to_sign_in(client: Client, user: User) -> None:
    assert client.get("/desk/")["Location"].startswith("/desk/login/")


@pytest.mark.parametrize("email", ["ed@example.org", "nobody@example.org"])
def test_a_wrong_password_gets_the_same_answer_whether_or_not_the_address_is_known(
    client: Client, user: User, email: str
) -> None:
    response = sign_in(client, "wrong", email)
    assert response.status_code == 200
    assert "email address and/or password" in response.content.decode()


def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, user: User) -> None:
    answers = [sign_in(client, "wrong").status_code for _ in range(5)]
    response = sign_in(client)
    assert answers[:4] == [200] * 4
    assert response.status_code == 429
    assert int(response["Retry-After"]) == 900
    assert "15 minutes" in response.content.decode()


def test_one_address_locked_out_does_not_lock_out_another(client: Client, user: User) -> None:
    User.objects.create_superuser("other@example.org", PASSWORD)
    for _ in range(6):
        sign_in(client, "wrong")
    assert sign_in(client, email="other@example.org").status_code == 302


def test_nobody_signs_up(client: Client, user: User) -> None:
    client.post("/desk/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_second_factor_is_asked_for_when_set_up(client: Client, user: User) -> None:
    secret = set_up_totp(user)
    assert sign_in(client)["Location"] == "/desk/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    assert "Incorrect" in client.post("/desk/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert client.post("/desk/2fa/authenticate/", {"code": code(secret)})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_the_same_code_does_not_serve_twice(client: Client, user: User) -> None:
    used = code(set_up_totp(user))
    sign_in(client)
    client.post("/desk/2fa/authenticate/", {"code": used})
    again = Client()
    sign_in(again)
    assert again.post("/desk/2fa/authenticate/", {"code": used}).status_code == 200


@override_settings(REQUIRE_2FA=True)
def test_where_it_is_compulsory_staff_without_one_can_only_set_it_up(client: Client, user: User) -> None:
    sign_in(client)
    assert client.get("/desk/")["Location"] == "/desk/2fa/"
    assert client.get("/desk/pages/")["Location"] == "/desk/2fa/"
    assert client.get("/desk/2fa/").status_code == 200
    set_up_totp(user)
    assert client.get("/desk/").status_code == 200


@override_settings(REQUIRE_2FA=True)
def test_readers_are_never_asked(client: Client, user: User) -> None:
    sign_in(client)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "url", ["login", "logout", "signup", "password/reset", "2fa", "2fa/totp/activate", "2fa/webauthn/add"]
)
def test_every_page_of_signing_in_renders_in_the_desks_dress(client: Client, user: User, url: str) -> None:
    if url not in {"login", "signup", "password/reset"}:
        sign_in(client)
        client.post("/desk/reauthenticate/", {"password": PASSWORD})
    response = client.get(f"/desk/{url}/")
    assert response.status_code == 200
    assert "wagtailadmin/css/core.css" in response.content.decode()


def test_the_account_page_leads_to_the_second_factor(client: Client, user: User) -> None:
    sign_in(client)
    assert "/desk/2fa/" in client.get("/desk/account/").content.decode()
