"""Companies that send mail: what they are given, and what follows of their answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured

from broadsheet.newsletter import sending
from broadsheet.newsletter.ledger import tally
from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import DeliveryState, MailingList
from broadsheet.newsletter.servers import DoubtError, Refused, UnreachableError, connect, servers
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db
TAKEN = {
    "ErrorCode": 0,
    "Message": "OK",
    "MessageID": "m1",
    "SubmittedAt": "2026-11-24T00:00:00Z",
    "To": "a@example.org",
}


@pytest.fixture
def press(settings) -> Press:
    settings.LETTER_SERVERS = ["anymail+postmark://?server_token=secret&rate=20&connections=2"]
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "secret", "IGNORE_UNSUPPORTED_FEATURES": True}
    settings.DEFAULT_FROM_EMAIL = "The Test <news@example.net>"
    world.paper()
    return Press(mailing.frozen(MailingList.objects.get(), subject="Grüße"), "Der Böte")


def answering(monkeypatch: pytest.MonkeyPatch, status: int, body: Any) -> list[dict[str, Any]]:
    given: list[dict[str, Any]] = []

    def request(self: object, *words: Any, **how: Any) -> requests.Response:
        given.append(json.loads(how["data"]))
        if isinstance(body, Exception):
            raise body
        answer = requests.Response()
        answer.status_code, answer._content = status, json.dumps(body).encode()
        return answer

    monkeypatch.setattr(requests.Session, "request", request)
    return given


def test_a_provider_is_given_the_whole_letter_with_its_headers_and_its_row(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = servers()
    assert (one.name, one.rate, one.connections) == ("postmark", 20, 2)
    given = answering(monkeypatch, 200, TAKEN)
    link = connect(one)
    link.hand_over(press.message(7, 3, "ada@example.org"))
    link.close()
    (sent,) = given
    headers = {header["Name"]: header["Value"] for header in sent["Headers"]}
    assert (sent["To"], sent["Subject"]) == ("ada@example.org", "Grüße")
    assert "Der Böte" in sent["From"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].strip("<>") in sent["HtmlBody"].replace("&amp;", "&")
    assert sent["Metadata"]["letter"] == press.message_id(7).strip("<>")
    assert sent["TextBody"].startswith("The Test")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"ErrorCode": 10, "Message": "No"}, UnreachableError),
        (429, {"ErrorCode": 429, "Message": "Slower"}, UnreachableError),
        (500, {"ErrorCode": 500, "Message": "Oh"}, DoubtError),
        (0, requests.ConnectTimeout("x"), UnreachableError),
        (0, requests.ReadTimeout("x"), DoubtError),
    ],
)
def test_what_is_no_fault_of_the_message_is_tried_again(
    press: Press, monkeypatch: pytest.MonkeyPatch, status: int, body: Any, error: type[Exception]
) -> None:
    answering(monkeypatch, status, body)
    with pytest.raises(error):
        connect(servers()[0]).hand_over(press.message(7, 3, "ada@example.org"))


@pytest.mark.parametrize("code", [402, 406])
def test_what_is_refused_for_good_has_failed(press: Press, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    said = "You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: "
    answering(monkeypatch, 422, {"ErrorCode": code, "Message": said + "ada@example.org. Inactive recipients are"})
    with pytest.raises(Refused) as refused:
        connect(servers()[0]).hand_over(press.message(7, 3, "ada@example.org"))
    assert refused.value.state == DeliveryState.FAILED
    assert "example.org" not in refused.value.reason


@pytest.mark.django_db(transaction=True)
def test_a_provider_without_its_settings_takes_nothing_in_hand(press: Press, tmp_path: Path, settings) -> None:
    daily = MailingList.objects.get()
    mailing.readers(2, daily)
    letter = mailing.frozen(daily)
    settings.ANYMAIL = {}
    with pytest.raises(ImproperlyConfigured, match="POSTMARK_SERVER_TOKEN"):
        sending.run(tmp_path)
    found = tally(letter)
    assert (found.states["prepared"], found.doubts) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_a_whole_letter_goes_by_a_provider(press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    daily = MailingList.objects.get()
    mailing.readers(5, daily)
    letter = mailing.frozen(daily)
    given = answering(monkeypatch, 200, TAKEN)
    sending.run(tmp_path)
    assert sorted(one["To"] for one in given) == [f"reader{n}@example.org" for n in range(5)]
    assert tally(letter).states["handed"] == 5
