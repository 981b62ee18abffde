"""The process that sends, with a mail server that is a real process."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from broadsheet.newsletter import sending
from broadsheet.newsletter.ledger import tally
from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import Letter, LetterState, MailingList
from tests import world
from tests.newsletter import mailing


@pytest.mark.django_db(transaction=True)
def test_everybody_gets_one_message_and_what_servers_say_stands_in_the_ledger(tmp_path: Path, settings) -> None:
    world.paper()
    daily = MailingList.objects.get()
    mailing.readers(40, daily)
    mailing.readers(1, daily, "later")
    mailing.readers(2, daily, "never")
    letter = mailing.frozen(daily)
    took = tmp_path / "took"
    with mailing.sink(took) as address:
        settings.LETTER_SERVERS = [address]
        sending.run(tmp_path)
    lines = [line.split() for line in took.read_text().splitlines()]
    assert sorted(to for _, to in lines) == sorted(f"reader{n}@example.org" for n in range(40))
    assert len({message_id for message_id, _ in lines}) == 40
    found = tally(letter)
    assert {state: count for state, count in found.states.items() if count} == {
        "handed": 40,
        "deferred": 1,
        "failed": 2,
    }
    assert found.adds_up
    assert Letter.objects.get().state == LetterState.SENDING  # one is to be tried again


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_no_server_can_be_reached(tmp_path: Path, settings) -> None:
    world.paper()
    daily = MailingList.objects.get()
    mailing.readers(3, daily)
    letter = mailing.frozen(daily)
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9?rate=0&connections=1"]
    asked = iter([False] * 20)
    sending.run(tmp_path, lambda: next(asked, True))
    found = tally(letter)
    assert (found.states["prepared"], found.doubts) == (3, 0)


@pytest.mark.django_db
def test_two_processes_of_one_home_do_not_send(tmp_path: Path, settings) -> None:
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    with sending.alone(tmp_path), pytest.raises(sending.BusyError):
        sending.run(tmp_path)
    settings.LETTER_SERVERS = []
    with pytest.raises(sending.NoServerError, match="BROADSHEET_LETTER_SERVERS"):
        sending.run(tmp_path)


@pytest.mark.django_db
def test_a_message_reads_well_and_has_every_header(settings) -> None:
    settings.LETTER_BOUNCES = "bounces@example.net"
    settings.DEFAULT_FROM_EMAIL = "The Test <news@example.net>"
    front = world.paper("Politics")
    story = world.story(world.section("Politics"), "Zürich’s “bridge” = open & free " + "long " * 20)
    daily = MailingList.objects.get()
    letter = mailing.frozen(daily, story, subject="Die Brücke – und mehr, " * 6, intro="Grüße.\n\n.A dot begins this.")
    press = Press(letter, "Der Böte, täglich")
    made = press.message(7, 3, "ada@example.org")
    assert b"\n" not in made.data.replace(b"\r\n", b"")
    assert max(len(line) for line in made.data.split(b"\r\n\r\n", 1)[1].split(b"\r\n")) <= 76
    mail = message_from_bytes(made.data, policy=policy.default)
    assert not mail.defects
    assert mail["To"] == "ada@example.org"
    assert str(mail["Subject"]) == letter.subject.strip()
    assert mail["From"].addresses[0].display_name == "Der Böte, täglich"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<letter.testserver>"
    assert mail["Date"].datetime == letter.begun_at.replace(microsecond=0)
    link = mail["List-Unsubscribe"].strip("<>").replace(" ", "")
    html = mail.get_body(("html",)).get_content()
    text = mail.get_body(("plain",)).get_content()
    assert f'href="{link}"' in html
    assert link in text.splitlines()[-1]
    assert "link.invalid" not in made.data.decode()
    assert story.title.strip() in text
    assert ".A dot begins this." in text
    assert "Zürich’s “bridge” = open &amp; free" in html
    assert "prefers-color-scheme" in html
    assert "<img" not in html
    assert "googleapis" not in html
    assert press.message(7, 3, "ada@example.org").data.count(mail["Message-ID"].encode()) == 1
    assert made.sender.startswith("bounces+7-")
    assert front.pk
