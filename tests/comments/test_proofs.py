"""Proofs of work: made by the library, solved once, and worth nothing a second time."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import altcha
import pytest
from django.utils import timezone

from broadsheet.comments import posting, proofs
from broadsheet.comments.models import RepliesSettings, Reply, SpentProof, State
from broadsheet.comments.retention import sweep
from tests.comments.replying import a_story, draft

pytestmark = pytest.mark.django_db


def solved(tries: int = 4) -> str:
    """What a browser sends that has worked."""
    challenge = altcha.Challenge.from_dict(proofs.challenge(tries, timezone.now()))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def test_a_solution_counts_once_and_is_forgotten_when_its_challenge_holds_no_more():
    solution, now = solved(), timezone.now()
    assert [proofs.read(solution, now) for _ in range(3)] == ["good", "spent", "spent"]
    sweep(now)
    assert SpentProof.objects.count() == 1
    sweep(now + 2 * proofs.HOLDS)
    assert not SpentProof.objects.exists()


def test_what_is_no_solution_is_called_by_its_name(monkeypatch):
    told = json.loads(base64.b64decode(solved()))
    told["solution"]["counter"] += 1
    other = json.loads(base64.b64decode(solved()))
    other["challenge"]["parameters"]["keyPrefix"] = ""
    unsigned = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1)
    solution = altcha.solve_challenge(unsigned)
    assert solution is not None
    free = altcha.Payload(unsigned, solution).to_base64()
    unfit: list[Any] = [told, other, {}, [], {"challenge": 1}]
    wrong = [base64.b64encode(json.dumps(one).encode()).decode() for one in unfit]
    for one in [*wrong, free, "x", "\ud800", "A" * 100_000, "\0"]:
        assert proofs.read(one, timezone.now()) == "forged"
    assert proofs.read("", timezone.now()) == "none"
    monkeypatch.setattr(proofs, "HOLDS", timedelta(seconds=-5))
    assert proofs.read(solved(), timezone.now()) == "old"
    assert not SpentProof.objects.exists()


def test_a_reply_without_proof_is_held_where_the_paper_asks_for_one_and_an_edit_is_not_asked(client):
    story = a_story()
    phases = [{"phase": "newcomer", "on": False}, {"phase": "proof", "on": True, "options": {"tries": 10}}]
    RepliesSettings.objects.update(phases=phases)
    assert posting.post(draft(story, proof=solved())).reply.state == State.APPROVED
    assert posting.post(draft(story, proof=None)).reply.state == State.APPROVED
    outcome = posting.post(draft(story, proof=""))
    assert (outcome.reply.state, outcome.verdict.code) == (State.HELD, "proof-none")
    form = {"name": "Rosa", "email": "rosa@example.org", "text": "I was there.", "proof": "x"}
    client.post(f"/replies/{story.pk}/", form)
    assert Reply.objects.get(email="rosa@example.org").code == "proof-forged"


def test_the_form_and_the_challenge_are_there_only_where_the_paper_asks(client):
    story = a_story()
    assert client.get("/_f/reply-proof/").status_code == 404
    assert "data-proof" not in client.get(story.url).content.decode()
    RepliesSettings.objects.update(phases=[{"phase": "proof", "on": True}])
    answer = client.get("/_f/reply-proof/")
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["parameters"]["cost"] == proofs.COST
    assert 'data-proof="/_f/reply-proof/"' in client.get(story.url).content.decode()
