"""Liking and reporting."""

from __future__ import annotations

import pytest

from broadsheet.comments.models import Mark, Reply, State
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


def test_a_like_counts_once_and_leads_back_to_the_reply(client):
    story = a_story()
    one = reply(story)
    for _ in range(2):
        answer = client.post(f"/replies/{story.pk}/{one.pk}/like/")
        assert (answer.status_code, answer["Location"]) == (303, f"{story.url}#reply-{one.pk}")
    assert Reply.objects.get().likes == 1


def test_looking_at_the_address_of_an_act_does_nothing(client):
    story = a_story()
    one = reply(story)
    assert client.get(f"/replies/{story.pk}/{one.pk}/like/").status_code == 303
    assert client.get(f"/replies/{story.pk}/{one.pk}/report/").status_code == 200
    assert not Mark.objects.exists()


@pytest.mark.parametrize("act", ["like", "report"])
def test_an_act_from_another_site_is_refused(client, act):
    story = a_story()
    one = reply(story)
    address = f"/replies/{story.pk}/{one.pk}/{act}/"
    answer = client.post(address, {"why": "hate"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Mark.objects.exists()
    one.become(State.HELD)
    assert client.post(address).status_code == 404


def test_a_report_needs_a_reason_and_keeps_the_words(client):
    story = a_story()
    one = reply(story)
    address = f"/replies/{story.pk}/{one.pk}/report/"
    answer = client.post(address, {"words": "Because of that."})
    assert answer.status_code == 422
    assert "Because of that." in answer.content.decode()
    assert client.post(address, {"why": "insult", "words": "Because."}).status_code == 200
    assert Mark.objects.get().reason == "insult Because."
