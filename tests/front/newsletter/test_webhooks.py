"""What a provider tells of letters."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import Delivery, MailingList, Refusal, Subscriber
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db
HERE = "/newsletter/returned/postmark/"


@pytest.fixture
def told(settings) -> dict[str, Any]:
    """A report that an address is not there, about a message that was sent."""
    settings.LETTER_PROVIDERS, settings.LETTER_WEBHOOK = ["postmark"], "post:a secret of some length"
    settings.ANYMAIL = {"WEBHOOK_SECRET": settings.LETTER_WEBHOOK}
    world.paper()
    mailing.readers(1, MailingList.objects.get())
    letter = mailing.frozen(MailingList.objects.get())
    row = Press(letter, "The Test").message_id(Delivery.objects.get().pk).strip("<>")
    return {"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "m1", "ID": 1, "Metadata": {"letter": row},
            "Email": "reader0@example.org", "BouncedAt": "2026-11-24T00:00:00Z"}  # fmt: skip


def post(body: Any, secret: str = "post:a secret of some length", where: str = HERE) -> HttpResponse:
    held = {"Authorization": "Basic " + b64encode(secret.encode()).decode()}
    return Client(enforce_csrf_checks=True).post(where, body, content_type="application/json", headers=held)


def test_what_came_back_is_counted_once_and_complaints_end_all(told: dict[str, Any]) -> None:
    assert [post(told).status_code for _ in range(2)] == [200, 200]
    assert (Delivery.objects.get().returned, Subscriber.objects.get().score) == ("hard", 1)
    post({**told, "RecordType": "SpamComplaint", "Type": "SpamComplaint"})
    assert Subscriber.objects.get().refusal == Refusal.COMPLAINED


def test_a_delay_counts_nothing_and_what_names_no_row_of_ours_neither(told: dict[str, Any]) -> None:
    post({**told, "RecordType": "Delivery", "DeliveredAt": "2026-11-24T00:00:00Z"})
    post({**told, "Metadata": {"letter": "letter.1.1.000000000000@testserver"}})
    assert Delivery.objects.get().returned == ""


def test_whoever_does_not_know_the_secret_changes_nothing(told: dict[str, Any], settings) -> None:
    assert post(told, "post:guessed").status_code == 400
    assert post(told, where="/newsletter/returned/mailgun/").status_code == 404
    assert post("{", secret=settings.LETTER_WEBHOOK).status_code == 400
    assert post([1], secret=settings.LETTER_WEBHOOK).status_code == 400
    assert Client().get(HERE).status_code == 405
    settings.LETTER_WEBHOOK = ""
    assert post(told).status_code == 404
    assert Delivery.objects.get().returned == ""
