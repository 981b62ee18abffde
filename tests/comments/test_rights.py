"""What is kept of one person: handed over, erased, and forgotten in time."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from broadsheet.comments import editing, rights
from broadsheet.comments.counting import wrong
from broadsheet.comments.marks import like
from broadsheet.comments.models import Ban, Decision, Mark, RepliesSettings, Reply, ReplyCount, State
from broadsheet.comments.retention import sweep
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def test_a_person_is_given_all_that_is_kept_of_them() -> None:
    story = a_story()
    reply(story, email="rosa@example.org", text="Mine.", ip="192.0.2.1")
    reply(story, email="ben@example.org", text="Not mine.")
    out = StringIO()
    call_command("replies", "export", "Rosa@Example.org", stdout=out)
    told = json.loads(out.getvalue())
    assert [one["text"] for one in told["replies"]] == ["Mine."]
    assert told["replies"][0]["ip"] == "192.0.2.1"


def test_nothing_of_a_person_is_left_once_they_are_erased_and_answers_stay() -> None:
    story = a_story()
    one = reply(story, email="rosa@example.org", name="Rosa Secret", text="Secret words.", ip="192.0.2.1")
    editing.edit(one, "Other secret words.")
    like(one, "192.0.2.9")
    answer = reply(story, one, name="Ben", text="I answer.")
    Ban.objects.create(kind="email", value="rosa@example.org")
    call_command("replies", "erase", "rosa@example.org", stdout=StringIO())
    assert Reply.objects.filter(email="rosa@example.org").exists(), "without --yes it only tells"
    call_command("replies", "erase", "rosa@example.org", "--yes", stdout=StringIO())
    for model in (Reply, Decision, Mark, Ban):
        kept = json.dumps(list(model.objects.values()), default=str)
        assert not any(word in kept for word in ("rosa", "Rosa", "ecret", "192.0.2"))
    page = Client().get(story.url).content.decode()
    assert "This reply was deleted." in page
    assert "I answer." in page
    assert ReplyCount.objects.get().approved == 1
    assert not list(wrong())
    assert Reply.objects.get(pk=answer.pk).parent_id == one.pk


def test_erasing_two_people_of_one_story_meets_no_clash() -> None:
    story = a_story()
    for number in range(2):
        reply(story, email=f"r{number}@example.org")
        assert rights.erase(f"r{number}@example.org") == 1


def test_wrong_use_is_told_in_one_line() -> None:
    with pytest.raises(CommandError, match="no e-mail address") as error:
        call_command("replies", "export", "nobody")
    assert error.value.returncode == 2


def test_counts_are_checked_and_mended_by_a_command() -> None:
    story = a_story()
    reply(story)
    ReplyCount.objects.update(approved=9)
    with pytest.raises(CommandError, match="Counts are wrong"):
        call_command("replies", "check", stdout=StringIO())
    call_command("replies", "check", "--mend", stdout=StringIO())
    call_command("replies", "check", stdout=StringIO())


@pytest.mark.parametrize("keeps_hash", [False, True])
def test_addresses_go_after_their_time(keeps_hash: bool) -> None:
    story, now = a_story(), timezone.now()
    RepliesSettings.objects.update(keep_days=30, keep_hash=keeps_hash)
    old = reply(story, ip="192.0.2.1", subnet="192.0.2.0/24", agent="Browser", at=now - timedelta(days=31))
    reply(story, ip="192.0.2.2", subnet="192.0.2.0/24", agent="Browser")
    like(old, "192.0.2.3")
    Mark.objects.update(at=now - timedelta(days=31))
    assert sweep(now) == 2
    assert sweep(now) == 0
    row = Reply.objects.get(pk=old.pk)
    assert (row.ip, row.subnet, row.agent, bool(row.ip_hash)) == (None, "", "", keeps_hash)
    assert Reply.objects.filter(ip="192.0.2.2").exists()
    RepliesSettings.objects.update(keep_days=0)
    assert sweep(now + timedelta(days=400)) == 0


def test_the_words_of_a_reply_that_its_writer_deleted_go_after_their_time() -> None:
    story, now = a_story(), timezone.now()
    one = reply(story, text="Regretted.", at=now - timedelta(days=31))
    one.become(State.REFUSED)
    other = reply(story, text="Regretted too.", at=now - timedelta(days=31))
    editing.delete_by_writer(other)
    sweep(now)
    assert set(Reply.objects.values_list("text", flat=True)) == {"Regretted.", ""}
