"""`broadsheet person` and `broadsheet newsletter`: replies and letters of one reader, lists, and steering."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from broadsheet.cli import newsletter, person
from broadsheet.comments.models import Reply
from broadsheet.newsletter.models import Letter, LetterState, MailingList, Subscriber
from tests.comments import replying
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


def ran(command, *words: str):
    return CliRunner().invoke(command, words)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("person", "newsletter.finding", "newsletter.listing", "newsletter.lists"):
        monkeypatch.setattr(f"broadsheet.cli.{module}.open_home", lambda: None)


def test_one_word_tells_and_erases_what_both_rooms_keep() -> None:
    replying.reply(replying.a_story(), email="reader0@example.org")
    mailing.readers(1, MailingList.objects.get())
    told = json.loads(ran(person.command, "export", "Reader0@example.org").output)
    assert (len(told["replies"]), len(told["letters"]["subscriptions"])) == (1, 1)
    assert "say --yes" in ran(person.command, "erase", "reader0@example.org").output
    assert Subscriber.objects.exists()
    assert "1 replies and 1 subscriptions" in ran(person.command, "erase", "reader0@example.org", "--yes").output
    assert not Subscriber.objects.exists()
    assert not Reply.objects.of("reader0@example.org").exists()
    wrong = ran(person.command, "export", "nobody")
    assert (wrong.exit_code, "is no e-mail address" in wrong.output) == (2, True)


def test_a_letter_is_sent_steered_and_told_of_by_its_number(tmp_path: Path) -> None:
    replying.a_story()
    daily = MailingList.objects.get()
    file = tmp_path / "list.csv"
    file.write_text("email,consented_at,source\nada@example.org,2024-05-31,fair\nx,y,z\n")
    assert "Nothing was written." in ran(newsletter.command, "import", "letter", str(file), "--dry-run").output
    assert "line 3: no e-mail address" in ran(newsletter.command, "import", "letter", str(file)).output
    assert "ada@example.org,2024-05-31" in ran(newsletter.command, "export", "letter").output
    assert ran(newsletter.command, "export", "other").exit_code == 2
    letter = mailing.letter(daily, intro=" ")
    refused = ran(newsletter.command, "send", str(letter.pk))
    assert (refused.exit_code, "The letter is empty." in refused.output) == (1, True)
    Letter.objects.update(intro="Good morning.")
    assert "under way" in ran(newsletter.command, "send", str(letter.pk)).output
    assert ran(newsletter.command, "pause", str(letter.pk)).exit_code == 1  # recipients are not written down yet
    Letter.objects.update(state=LetterState.SENDING)
    assert "paused" in ran(newsletter.command, "pause", str(letter.pk)).output
    assert "cancelled" in ran(newsletter.command, "cancel", str(letter.pk)).output
    assert json.loads(ran(newsletter.command, "progress", str(letter.pk)).output)["adds_up"] is True
    assert "cancelled" in ran(newsletter.command, "list").output
    assert ran(newsletter.command, "pause", "999").exit_code == 2
