"""The buttons of the desk, pressed without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.accounts.roles import Role
from broadsheet.comments.models import Act, Reply, State
from tests.articles.newsroom import as_, person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> list[Reply]:
    story = a_story()
    found = [reply(story, name=name) for name in ("Ann", "Ben", "Cleo")]
    for one in found:
        one.become(State.HELD)
    return found


@pytest.fixture
def moderator(waiting: list[Reply]) -> Client:
    return as_(person(Role.MODERATOR))


def press(client: Client, button: str, waiting: list[Reply], **fields: Any) -> Any:
    seen = [f"{one.pk}:held" for one in waiting]
    return client.post(reverse("desk_replies_act"), {"act": button, "seen": seen, **fields}, follow=True)


def states() -> list[str]:
    return list(Reply.objects.order_by("pk").values_list("state", flat=True))


def test_the_button_of_one_reply_acts_on_it_and_leads_to_the_next(moderator, waiting):
    response = press(moderator, f"approve-{waiting[0].pk}", waiting)
    assert states() == ["approved", "held", "held"]
    assert response.redirect_chain[-1][0].endswith(f"#reply-{waiting[1].pk}")
    assert "Approved: 1 reply." in response.content.decode()


def test_the_button_of_all_acts_on_those_chosen_and_one_press_undoes_it(moderator, waiting):
    press(moderator, "spam", waiting, reply=[waiting[0].pk, waiting[2].pk])
    assert states() == ["spam", "held", "spam"]
    response = moderator.post(reverse("desk_undo", args=[Act.objects.get().pk]), follow=True)
    assert states() == ["held"] * 3
    assert "Undone for 2 replies." in response.content.decode()


def test_a_refusal_takes_the_reason_that_stands_beside_its_button(moderator, waiting):
    fields = {f"code-{waiting[1].pk}": "hate", f"words-{waiting[1].pk}": "of neighbours", "code": "advert"}
    press(moderator, f"refuse-{waiting[1].pk}", waiting, **fields)
    one = Reply.objects.get(pk=waiting[1].pk)
    assert (one.state, one.code, one.reason) == ("refused", "hate", "Hatred or contempt of a group: of neighbours")


@pytest.mark.parametrize(
    ("button", "fields"),
    [
        ("approve", {}),
        ("", {}),
        ("edit-1", {}),
        ("burn-1", {}),
        ("approve-x", {}),
        ("approve-99999999999999999999", {}),
        ("approve", {"reply": ["x", "", "999999"]}),
    ],
)
def test_a_form_that_asks_for_nothing_does_nothing_and_says_so(moderator, waiting, button, fields):
    assert "Nothing was chosen." in press(moderator, button, waiting, **fields).content.decode()
    assert states() == ["held"] * 3


def test_a_refusal_without_a_reason_is_told_and_does_nothing(moderator, waiting):
    told = press(moderator, f"refuse-{waiting[0].pk}", waiting).content.decode()
    assert "refused for a reason" in told
    assert states() == ["held"] * 3


def test_who_was_second_reads_who_was_first(moderator, waiting):
    press(as_(person(Role.EDITOR)), f"approve-{waiting[0].pk}", waiting)
    told = press(moderator, f"spam-{waiting[0].pk}", waiting).content.decode()
    assert "editor@example.org was faster" in told
    assert states() == ["approved", "held", "held"]


def test_a_colleagues_act_cannot_be_undone(moderator, waiting):
    press(as_(person(Role.EDITOR)), f"approve-{waiting[0].pk}", waiting)
    response = moderator.post(reverse("desk_undo", args=[Act.objects.get().pk]))
    assert response.status_code == 404
    assert states()[0] == "approved"


def test_the_way_back_leads_nowhere_else(moderator, waiting):
    response = press(moderator, f"approve-{waiting[0].pk}", waiting, next="https://evil.example/")
    assert response.redirect_chain[-1][0].startswith(reverse("desk_replies"))


def test_nothing_is_done_by_looking(moderator, waiting):
    assert moderator.get(reverse("desk_replies_act"), {"act": f"approve-{waiting[0].pk}"}).status_code == 405
    assert states() == ["held"] * 3


def test_a_text_is_edited_and_both_versions_are_kept(moderator, waiting):
    url = reverse("desk_reply_edit", args=[waiting[0].pk])
    assert waiting[0].text in moderator.get(url).content.decode()
    moderator.post(url, {"before": waiting[0].text, "text": "First.\r\nSecond.", "reason": "claim"})
    edited = Reply.objects.get(pk=waiting[0].pk)
    assert edited.text == "First.\nSecond."
    shown = moderator.get(reverse("desk_reply", args=[edited.pk])).content.decode()
    assert waiting[0].text in shown


def test_an_edit_that_came_too_late_keeps_what_was_written(moderator, waiting):
    url = reverse("desk_reply_edit", args=[waiting[0].pk])
    shown = moderator.post(url, {"before": "something else", "text": "My version"}).content.decode()
    assert "changed meanwhile" in shown
    assert "My version" in shown
    assert Reply.objects.get(pk=waiting[0].pk).text == waiting[0].text
