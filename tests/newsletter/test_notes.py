"""Corrections that travel."""

from __future__ import annotations

import pytest
from django.utils import timezone

from broadsheet.articles.models import Correction, Story
from broadsheet.newsletter import ledger, notes
from broadsheet.newsletter.freezing import begin, freeze
from broadsheet.newsletter.models import (
    Delivery,
    DeliveryState,
    Ending,
    Letter,
    MailingList,
    Source,
    Subscriber,
    Subscription,
)
from broadsheet.newsletter.rendering import render
from broadsheet.newsletter.subscribing import end
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    world.paper("Politics")
    return world.story(world.section("Politics"), "The bridge opens")


def send(letter: Letter) -> None:
    """Hand every message over."""
    sender = ledger.join("here")
    taken = ledger.claim(letter.pk, sender.pk, 1000)
    ledger.settle(sender.pk, [ledger.Outcome(one.delivery_id, DeliveryState.HANDED) for one in taken])
    ledger.finish(letter.pk)


def correct(story: Story, text: str) -> None:
    Correction.objects.create(story=story, text=text)


def write_down(note: Letter) -> None:
    """Begin a note, without sending it yet."""
    words = render(note)
    begin(note.pk, words.html, words.text)
    freeze(note.pk)


def go(note: Letter) -> dict[str, tuple[str, str]]:
    """Send a note that is written down; state and reason by address."""
    send(note)
    rows = Delivery.objects.filter(letter=note).values_list("subscriber__email", "state", "reason")
    assert ledger.tally(Letter.objects.get(pk=note.pk)).adds_up
    return {email.partition("@")[0]: (state, reason) for email, state, reason in rows}


def test_a_note_goes_to_exactly_those_who_were_sent_the_story(story: Story) -> None:
    daily = MailingList.objects.get()
    had = mailing.readers(4, daily)
    letter = mailing.frozen(daily, story)
    end(had[3].pk, [daily.pk], Ending.PAGE)  # before it was sent
    send(letter)
    mailing.readers(2, daily, "newcomer")
    assert notes.write(story) == []
    correct(story, "It is 90 metres long, not 80.")
    (note,) = notes.write(story)
    assert note.subject == "Correction: The bridge opens"
    assert "90 metres" in note.intro
    assert notes.readers_of(note) == 3
    end(had[0].pk, [daily.pk], Ending.PAGE)
    Subscriber.objects.filter(pk=had[1].pk).update(refusal="complained")
    write_down(note)
    assert go(note) == {
        "reader0": ("excluded", "unsubscribed"),
        "reader1": ("excluded", "complained"),
        "reader2": ("handed", ""),
    }
    assert Letter.objects.get(pk=note.pk).candidates == 3
    assert notes.corrections_since(story.pk) == []
    correct(story, "And 9 wide.")
    assert [one.text for one in notes.corrections_since(story.pk)] == ["And 9 wide."]


def test_who_was_sent_it_by_two_lists_gets_one_note(story: Story) -> None:
    daily = MailingList.objects.get()
    weekly = MailingList.objects.create(name="Weekly", slug="weekly")
    mailing.readers(1, weekly, "weekly")
    both = mailing.readers(2, daily, "both")
    for one in both:
        wish = {"subscriber": one, "mailing_list": weekly, "since": timezone.now(), "source": Source.PREFERENCES}
        Subscription.objects.create(**wish)
    for mailing_list in (daily, weekly):
        send(mailing.frozen(mailing_list, story))
    assert notes.lists_that_had(story.pk) == [("The letter", 2), ("Weekly", 3)]
    correct(story, "It opens on Monday.")
    end(both[1].pk, [daily.pk], Ending.PAGE)
    first, second = notes.write(story)
    write_down(first)
    write_down(second)
    assert go(first) == {"both0": ("handed", ""), "both1": ("excluded", "unsubscribed")}
    assert go(second) == {"both0": ("excluded", "told"), "both1": ("handed", ""), "weekly0": ("handed", "")}


def test_a_story_that_nobody_was_sent_has_no_note(story: Story) -> None:
    correct(story, "It is red.")
    mailing.letter(MailingList.objects.get(), story)
    assert notes.write(story) == []
    assert not Letter.objects.exclude(corrects=None).exists()
