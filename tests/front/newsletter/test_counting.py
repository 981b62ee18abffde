"""Openings and clicks, where a list says that it counts them."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.test import Client

from broadsheet.front.newsletter import counting
from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import Letter, LetterLink, MailingList, Subscriber
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db
WORDS = "We count how often these letters are opened"


@pytest.fixture
def letter() -> Letter:
    world.paper("Politics")
    MailingList.objects.update(counts=True)
    daily = MailingList.objects.get()
    mailing.readers(2, daily)
    story = world.story(world.section("Politics"), "The bridge opens")
    return mailing.frozen(daily, story, intro="See https://a.example/x?y=1&z=2 and https://a.example/x?y=1&z=2.")


def test_each_opening_and_each_click_is_one_more_and_leads_where_the_link_led(client: Client, letter: Letter) -> None:
    picture = re.findall(r'<img src="http://testserver([^"]+)"', letter.html)
    assert len(picture) == 1
    links = re.findall(r'<a\b[^>]*href="http://testserver(/newsletter/to/[^"]+)"', letter.html)
    assert len(links) == len(set(links)) + 1  # one address stands twice
    for _ in range(2):
        answer = client.get(picture[0])
        assert (answer.status_code, answer["Content-Type"], "no-store" in answer["Cache-Control"]) == (
            200, "image/gif", True)  # fmt: skip
    client.head(picture[0])
    away = {client.get(link)["Location"] for link in set(links)}
    assert "https://a.example/x?y=1&z=2" in away
    assert any(url.endswith("#letter") for url in away)
    client.head(links[0])
    letter.refresh_from_db()
    assert letter.opens == 2
    assert {one.clicks for one in LetterLink.objects.all()} == {1}
    assert "/newsletter/to/" not in letter.text


def test_nothing_in_a_letter_says_whose_opening_or_click_it_is(letter: Letter) -> None:
    press = Press(letter, "The Test")
    mine, other = (press.message(one.pk, one.pk, one.email).data for one in Subscriber.objects.all())
    own = re.compile(rb"/newsletter/(?:opened|to)/[0-9/=\r\n]+")
    assert own.findall(mine) == own.findall(other) != []
    assert b"unsubscribe/" in mine


def test_subscribers_are_told_where_they_choose_and_in_each_letter_and_nothing_is_counted_elsewhere(
    client: Client, letter: Letter
) -> None:
    assert WORDS in client.get("/newsletter/").content.decode()
    assert WORDS in letter.html
    assert WORDS in letter.text
    MailingList.objects.update(counts=False)
    assert WORDS not in client.get("/newsletter/").content.decode()
    quiet = mailing.frozen(MailingList.objects.get())
    assert WORDS not in quiet.html
    assert "<img" not in quiet.html
    client.get(f"/newsletter/opened/{letter.pk}/")
    assert client.get(f"/newsletter/to/{letter.pk}/1/").status_code == 302
    assert not LetterLink.objects.filter(clicks__gt=0).exists()
    letter.refresh_from_db()
    assert letter.opens == 0


def test_a_reader_goes_on_when_nothing_can_be_counted_and_nowhere_but_where_a_letter_led(
    client: Client, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*words: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(counting.counting, "followed", fail)
    monkeypatch.setattr(counting.counting, "opened", fail)
    assert client.get(f"/newsletter/to/{letter.pk}/1/").status_code == 302
    assert client.get("/newsletter/opened/9999999999999999999999/").status_code == 200
    assert client.get(f"/newsletter/to/{letter.pk}/99/").status_code == 404
