"""Readers and letters for tests."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone

from broadsheet.newsletter.freezing import begin, freeze
from broadsheet.newsletter.models import Letter, LetterStory, MailingList, Source, Subscriber, Subscription
from broadsheet.newsletter.rendering import render


def readers(count: int, mailing_list: MailingList, name: str = "reader", **fields: Any) -> list[Subscriber]:
    """So many subscribers who have confirmed the list."""
    now = timezone.now()
    rows = [Subscriber(email=f"{name}{n}@example.org", confirmed_at=now, **fields) for n in range(count)]
    made = Subscriber.objects.bulk_create(rows)
    Subscription.objects.bulk_create(
        Subscription(subscriber=one, mailing_list=mailing_list, since=now, source=Source.FORM) for one in made
    )
    return made


def letter(mailing_list: MailingList, *stories: Any, **fields: Any) -> Letter:
    """A draft with these stories."""
    made = Letter(mailing_list=mailing_list, **{"subject": "What has happened", "intro": "Good morning.", **fields})
    made.letter_stories = [LetterStory(story=one, sort_order=place) for place, one in enumerate(stories)]
    made.save()
    return made


def frozen(mailing_list: MailingList, *stories: Any, **fields: Any) -> Letter:
    """A letter whose recipients are written down."""
    draft = letter(mailing_list, *stories, **fields)
    words = render(draft)
    begin(draft.pk, words.html, words.text)
    freeze(draft.pk)
    return Letter.objects.get(pk=draft.pk)


@contextmanager
def sink(path: Path) -> Iterator[str]:
    """The address of a mail server, a real process, that writes one line a message into `path`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.letter.sink", str(port), str(path)])
    try:
        _until_it_answers(port)
        yield f"smtp://127.0.0.1:{port}?rate=0&connections=3"
    finally:
        process.kill()
        process.wait(10)


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the mail server did not start within 30 seconds")
