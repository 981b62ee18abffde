"""The form on /newsletter/ and at the end of every page."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from broadsheet.articles.models import Paper
from broadsheet.newsletter.models import Asking, MailingList, Subscriber
from tests import world

pytestmark = pytest.mark.django_db
FORM = "/newsletter/"


@pytest.fixture(autouse=True)
def _paper() -> None:
    world.paper("Politics")


def test_the_short_form_asks_for_what_is_chosen_from_the_beginning(client: Client) -> None:
    MailingList.objects.create(name="Breaking", slug="breaking", is_chosen=False)
    answer = client.post(FORM, {"email": "Ada@example.org"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    asked = Asking.objects.get()
    assert (asked.email, asked.lists) == ("ada@example.org", [MailingList.objects.get(slug="letter").pk])


def test_the_answer_is_the_same_for_an_address_that_is_known_one_that_is_not_and_one_asked_too_often(client) -> None:
    first = client.post(FORM, {"email": "ada@example.org"})
    client.post(mail.outbox[0].body.split("testserver")[1].split()[0])
    assert Subscriber.objects.get().subscriptions.get().is_on
    bodies = {client.post(FORM, {"email": "ada@example.org"}).content for _ in range(4)}
    bodies.add(client.post(FORM, {"email": "new@example.org"}).content)
    bodies.add(client.post(FORM, {"email": "robot@example.org", "homepage": "x"}).content)
    assert bodies == {first.content}
    assert not Asking.objects.filter(email="robot@example.org").exists()


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"email": "ada@"}, 422, "is no e-mail address"),
        ({}, 422, "is no e-mail address"),
        ({"email": "ada@example.org", "choosing": "1"}, 422, "Choose at least one"),
        ({"email": "ada@example.org", "choosing": "1", "list": "9" * 40}, 422, "Choose at least one"),
        ({"email": '"><script>x@y'}, 422, "&quot;&gt;&lt;script&gt;"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client: Client, given, status: int, words: str) -> None:
    answer = client.post(FORM, given)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Asking.objects.exists()


def test_another_site_cannot_send_the_form(client: Client) -> None:
    answer = client.post(FORM, {"email": "ada@example.org"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, Asking.objects.exists()) == (403, False)


def test_the_box_stands_once_on_every_page_unless_the_publisher_takes_it_away(client: Client) -> None:
    story = world.story(world.section("Politics"))
    for address in ("/", story.url, "/politics/", "/corrections/"):
        assert client.get(address).content.decode().count('class="letter-box"') == 1
    assert 'class="letter-box"' not in client.get(FORM).content.decode()
    Paper.objects.update(letter_box=False)
    page = client.get("/").content.decode()
    assert "letter-box" not in page
    assert 'href="/newsletter/"' not in page


def test_a_paper_whose_lists_are_closed_says_so(client: Client) -> None:
    MailingList.objects.update(is_open=False)
    assert "no letters to sign up for" in client.get(FORM).content.decode()
    assert client.post(FORM, {"email": "ada@example.org"}).status_code == 422
