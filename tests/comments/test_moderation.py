"""What moderators do, and what is left of it when it is undone."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from broadsheet.accounts.roles import Role
from broadsheet.comments import counting, moderation
from broadsheet.comments.models import Act, ActKind, Lesson, Reply, ReplyCount, SieveCount, State
from broadsheet.comments.moderation import ModerationError, Outcome
from broadsheet.comments.reasons import Reason
from tests.articles.newsroom import person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
FIELDS = ("state", "phase", "code", "reason", "featured", "text", "edited_at")


def held(story: Any, **fields: Any) -> Reply:
    one = reply(story, **fields)
    one.become(State.HELD, phase="links", code="links", reason="2 links.")
    return one


def the_act(outcome: Outcome) -> Act:
    assert outcome.act is not None
    return outcome.act


def rows() -> list[tuple]:
    return list(Reply.objects.order_by("pk").values_list(*FIELDS))


def learnt() -> set[tuple]:
    return {row for row in SieveCount.objects.values_list() if row[1] or row[2]}


@pytest.mark.parametrize(
    ("kind", "state", "lesson"),
    [(ActKind.APPROVE, State.APPROVED, False), (ActKind.SPAM, State.SPAM, True), (ActKind.REFUSE, State.REFUSED, None)],
)
def test_an_act_changes_state_counts_record_sieve_and_audit_log_and_undo_restores_all_of_it(kind, state, lesson):
    story, ada = a_story(), person(Role.MODERATOR)
    one, other = held(story), held(story)
    before = rows()
    done = moderation.act(kind, {one.pk: "held", other.pk: "held"}, ada, code=Reason.INSULT)
    assert {row[0] for row in rows()} == {state}
    assert not list(counting.wrong())
    assert set(Lesson.objects.values_list("spam", flat=True)) == ({lesson} if lesson is not None else set())
    decision = one.decisions.first()
    assert (decision.user, decision.act, decision.was) == (ada, state, "held")
    assert list(ModelLogEntry.objects.values_list("action", "user")) == [(f"comments.{kind}", ada.pk)] * 2
    undone = moderation.undo(the_act(done), ada)
    assert not undone.missed
    assert rows() == before
    assert not list(counting.wrong())
    assert ReplyCount.objects.get(story=story).held == 2
    assert not learnt()
    assert not Lesson.objects.exists()


def test_undo_restores_an_earlier_lesson():
    one, ada = held(a_story()), person(Role.MODERATOR)
    moderation.act(ActKind.SPAM, {one.pk: "held"}, ada)
    before = learnt()
    done = moderation.act(ActKind.APPROVE, {one.pk: "spam"}, ada)
    moderation.undo(the_act(done), ada)
    assert learnt() == before
    assert Lesson.objects.get().spam


def test_a_refusal_needs_a_reason_and_keeps_its_words():
    one, ada = held(a_story()), person(Role.MODERATOR)
    with pytest.raises(ModerationError, match="for a reason"):
        moderation.act(ActKind.REFUSE, {one.pk: "held"}, ada)
    with pytest.raises(ModerationError, match="for a reason"):
        moderation.act(ActKind.REFUSE, {one.pk: "held"}, ada, code="made up")
    moderation.act(ActKind.REFUSE, {one.pk: "held"}, ada, code=Reason.CLAIM, words="No source.")
    one.refresh_from_db()
    assert (one.code, one.reason) == ("claim", "Claims about somebody without proof: No source.")


def test_the_second_of_two_moderators_is_told_and_changes_nothing():
    one = held(a_story())
    other, ada, ben = held(one.story), person(Role.MODERATOR), person(Role.MODERATOR, "ben")
    moderation.act(ActKind.APPROVE, {one.pk: "held"}, ada)
    outcome = moderation.act(ActKind.SPAM, {one.pk: "held", other.pk: "held"}, ben)
    assert [missed.reply.pk for missed in outcome.missed] == [one.pk]
    assert outcome.missed[0].last.user == ada
    assert outcome.act.count == 1
    one.refresh_from_db()
    assert one.state == State.APPROVED


def test_undo_leaves_alone_what_somebody_else_decided_since():
    one = held(a_story())
    other, ada, ben = held(one.story), person(Role.MODERATOR), person(Role.MODERATOR, "ben")
    done = the_act(moderation.act(ActKind.APPROVE, {one.pk: "held", other.pk: "held"}, ada))
    moderation.act(ActKind.SPAM, {one.pk: "approved"}, ben)
    assert [missed.reply.pk for missed in moderation.undo(done, ada).missed] == [one.pk]
    assert [row[0] for row in rows()] == [State.SPAM, State.HELD]
    with pytest.raises(ModerationError, match="undone already"):
        moderation.undo(done, ada)


def test_what_its_writer_took_back_cannot_be_approved():
    one = reply(a_story())
    one.become(State.DELETED)
    outcome = moderation.act(ActKind.APPROVE, {one.pk: "deleted"}, person(Role.MODERATOR))
    assert outcome.act is None
    assert outcome.missed


def test_only_what_is_public_is_featured_and_it_is_undone():
    story, ada = a_story(), person(Role.MODERATOR)
    public, waiting = reply(story), held(story)
    outcome = moderation.act(ActKind.FEATURE, {public.pk: "approved", waiting.pk: "held"}, ada)
    assert outcome.act.count == 1
    assert [row[4] for row in rows()] == [True, False]
    moderation.undo(the_act(outcome), ada)
    assert [row[4] for row in rows()] == [False, False]


def test_an_edit_leaves_a_trace_and_is_undone():
    one, ada = reply(a_story(), text="He is a thief."), person(Role.MODERATOR)
    before = rows()
    done = moderation.edit(one, "He is […].", "He is a thief.", ada, "claim")
    decision = one.decisions.first()
    assert (decision.act, decision.before, decision.after) == ("edited", "He is a thief.", "He is […].")
    moderation.undo(done, ada)
    assert rows() == before


def test_the_audit_log_which_outlives_what_is_erased_has_neither_name_nor_text():
    one, ada = reply(a_story(), name="Rosa", text="He is a thief."), person(Role.MODERATOR)
    moderation.edit(one, "He is […].", "He is a thief.", ada, "claim")
    moderation.act(ActKind.SPAM, {one.pk: "approved"}, ada)
    kept = " ".join(f"{entry.label} {entry.data}" for entry in ModelLogEntry.objects.all())
    assert str(one.pk) in kept
    assert "Rosa" not in kept
    assert "thief" not in kept


def test_an_edit_of_what_was_changed_meanwhile_or_of_nothing_is_refused():
    one, ada = reply(a_story(), text="He is a thief."), person(Role.MODERATOR)
    with pytest.raises(ModerationError, match="changed meanwhile"):
        moderation.edit(one, "New.", "He was a thief.", ada)
    with pytest.raises(ModerationError, match="Nothing would be left"):
        moderation.edit(one, " ", "He is a thief.", ada)
    assert rows()[0][5] == "He is a thief."
