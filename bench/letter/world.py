"""A paper with many subscribers, and letters to them. Django is set up when this is imported."""

from __future__ import annotations

import time

from django.db import connection
from django.utils import timezone

from bench.fill import fill
from broadsheet.articles.founding import found_paper
from broadsheet.articles.models import Story
from broadsheet.newsletter.freezing import begin
from broadsheet.newsletter.models import Letter, LetterStory, MailingList, Source, Subscriber, Subscription
from broadsheet.newsletter.rendering import render

STEP = 10_000


def found() -> None:
    """A paper with six stories."""
    fill(found_paper("The Benchmark", "http://127.0.0.1"), 6, years=0.1, sections=("Politics",))


def readers(count: int, slug: str) -> MailingList:
    """A new list that so many readers want."""
    mailing_list = MailingList.objects.create(name=f"List {slug}", slug=slug)
    now = timezone.now()
    for start in range(0, count, STEP):
        numbers = range(start, min(start + STEP, count))
        made = Subscriber.objects.bulk_create(
            Subscriber(email=f"reader.{slug}.{n}@example.org", confirmed_at=now) for n in numbers
        )
        Subscription.objects.bulk_create(
            Subscription(subscriber=one, mailing_list=mailing_list, since=now, source=Source.FORM) for one in made
        )
    return mailing_list


def letter(mailing_list: MailingList) -> Letter:
    """A letter with all stories, begun; its recipients are not written down yet."""
    made = Letter(mailing_list=mailing_list, subject="What the council decided", intro="Good morning.")
    made.letter_stories = [LetterStory(story=one) for one in Story.objects.readable()]
    made.save()
    words = render(made)
    return begin(made.pk, words.html, words.text)


def wait_until(letter_id: int, states: tuple[str, ...], longest: float) -> str:
    """The state of a letter once it is one of these. Raises RuntimeError where that takes too long."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        state = str(Letter.objects.values_list("state", flat=True).get(pk=letter_id))
        if state in states:
            return state
        time.sleep(0.1)
    raise RuntimeError(f"letter {letter_id} is not {' or '.join(states)} after {longest:.0f} s")


def close() -> None:
    """The connection, before processes of others are waited for."""
    connection.close()
