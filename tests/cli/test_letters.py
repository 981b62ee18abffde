"""The worker starts a process that sends, while there is something to send."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.cli import letters
from broadsheet.newsletter import ledger, steering
from broadsheet.newsletter.models import Letter, LetterState, MailingList
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


def test_one_process_is_started_for_what_is_under_way_and_none_for_what_is_not(
    tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    real = subprocess.Popen

    def start(words, **kwargs):
        started.append(words[-2:])
        return real([sys.executable, "-c", "import time; time.sleep(60)"])

    monkeypatch.setattr(letters.subprocess, "Popen", start)
    monkeypatch.setattr(letters, "_running", None)
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    world.paper()
    mailing.readers(1, MailingList.objects.get())
    mailing.letter(MailingList.objects.get())
    assert not letters.send_what_is_under_way(tmp_path)
    letter = mailing.frozen(MailingList.objects.get())
    steering.pause(letter.pk)
    assert not letters.send_what_is_under_way(tmp_path)
    steering.resume(letter.pk)
    try:
        assert letters.send_what_is_under_way(tmp_path)
        assert letters.send_what_is_under_way(tmp_path)
        assert started == [["newsletter", "run"]]
    finally:
        letters._running.kill()
        letters._running.wait(30)
    sender = ledger.join("here")
    ledger.claim(letter.pk, sender.pk, 1)
    ledger.settle(sender.pk, [ledger.Outcome(letter.deliveries.get().pk, ledger.DeliveryState.HANDED)])
    assert not letters.send_what_is_under_way(tmp_path)
    assert Letter.objects.get(pk=letter.pk).state == LetterState.SENT


def test_the_mailbox_is_read_by_a_process_of_its_own_and_not_all_the_time(
    tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    real = subprocess.Popen

    def start(words, **kwargs):
        started.append(words[-2:])
        return real([sys.executable, "-c", ""])

    monkeypatch.setattr(letters.subprocess, "Popen", start)
    monkeypatch.setattr(letters.os, "setpriority", lambda *words: None)
    monkeypatch.setattr(letters, "_collecting", None)
    monkeypatch.setattr(letters, "_collected", -letters.COLLECT_SECONDS)
    monkeypatch.setattr(letters.time, "monotonic", lambda: 1_000.0)
    settings.LETTER_MAILBOX = ""
    assert not letters.collect_what_came_back(tmp_path)
    settings.LETTER_MAILBOX = f"maildir://{tmp_path}"
    assert letters.collect_what_came_back(tmp_path)
    letters._collecting.wait(30)
    assert not letters.collect_what_came_back(tmp_path)
    assert started == [["newsletter", "bounces"]]
