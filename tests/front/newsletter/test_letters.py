"""Letters as pages of the paper."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.newsletter import steering
from broadsheet.newsletter.freezing import begin, freeze
from broadsheet.newsletter.models import Letter, MailingList
from tests import world
from tests.kept_pages import KeptPages
from tests.newsletter import mailing


@pytest.fixture
def letter(db: None) -> Letter:
    world.paper("Politics")
    stories = [world.story(world.section("Politics"), f"The bridge, part {n}") for n in (1, 2)]
    mailing.readers(1, MailingList.objects.get())
    return mailing.frozen(MailingList.objects.get(), *stories, subject="Monday", intro="Good <morning>.\n\nAnd more.")


def test_a_letter_is_a_page_of_the_paper_with_its_words_and_its_stories(client: Client, letter: Letter) -> None:
    text = client.get(letter.get_absolute_url()).content.decode()
    assert "Good &lt;morning&gt;." in text
    assert text.index("The bridge, part 1") < text.index("The bridge, part 2")
    assert "unsubscribe" not in text
    assert letter.get_absolute_url() in client.get("/newsletter/letter/").content.decode()
    assert "/newsletter/letter/" in client.get("/newsletter/").content.decode()
    for words in (letter.html, letter.text):
        assert f"http://testserver{letter.get_absolute_url()}" in words


def test_drafts_and_letters_that_were_cancelled_are_no_pages(client: Client, letter: Letter) -> None:
    draft = mailing.letter(letter.mailing_list, subject="Tuesday")
    assert client.get(draft.get_absolute_url()).status_code == 404
    steering.cancel(letter.pk)
    assert client.get(letter.get_absolute_url()).status_code == 404
    text = client.get("/newsletter/letter/").content.decode()
    assert "Monday" not in text
    assert "Tuesday" not in text


def test_a_list_that_is_kept_off_the_site_has_no_pages_and_its_mails_no_link(client: Client, letter: Letter) -> None:
    MailingList.objects.update(is_archived=False)
    assert client.get(letter.get_absolute_url()).status_code == 404
    assert client.get("/newsletter/letter/").status_code == 404
    inner = mailing.frozen(MailingList.objects.get())
    assert "/newsletter/letter/" not in inner.html + inner.text


def test_a_list_that_moves_takes_its_letters_along(client: Client, letter: Letter) -> None:
    before = letter.get_absolute_url()
    MailingList.objects.update(slug="daily")
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, f"/newsletter/daily/{letter.pk}/")


def test_its_pages_cost_the_same_with_more_stories_and_more_letters(client: Client, letter: Letter) -> None:
    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = (cost(letter.get_absolute_url()), cost("/newsletter/letter/"))
    stories = [world.story(world.section("Politics")) for _ in range(5)]
    for _ in range(3):
        more = mailing.frozen(letter.mailing_list, *stories)
    assert (cost(more.get_absolute_url()), cost("/newsletter/letter/")) == few == (6, 4)


@pytest.mark.django_db(transaction=True)
def test_no_page_of_letters_is_ever_stale() -> None:
    world.paper("Politics")
    stories = [world.story(world.section("Politics")) for _ in range(2)]
    daily = MailingList.objects.get()
    mailing.readers(1, daily)
    first = mailing.frozen(daily, *stories)
    second = mailing.letter(daily, stories[0], subject="Another one")
    kept = KeptPages()
    kept.check()
    held = kept.held
    begin(second.pk, "html", "text")
    kept.check()
    stories[0].unpublish()
    kept.check()
    stories[0].save_revision().publish()
    kept.check()
    daily.slug, daily.name = "daily", "Daily"
    daily.save()
    kept.check()
    freeze(second.pk)
    steering.cancel(second.pk)
    kept.check()
    daily.is_archived = False
    daily.save()
    kept.check()
    assert kept.held > held
    assert first.get_absolute_url() in kept.urls
