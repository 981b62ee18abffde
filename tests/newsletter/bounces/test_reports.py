"""What mails that came back say."""

from __future__ import annotations

from collections import Counter

import pytest

from broadsheet.newsletter.bounces.kinds import Kind
from broadsheet.newsletter.bounces.reports import Report, read
from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import Delivery, MailingList
from tests import world
from tests.newsletter import mailing
from tests.newsletter.bounces import returned, table

SAMPLES = pytest.mark.skipif(
    not table.FOLDER.is_dir(), reason="needs samples of returned mail below BROADSHEET_CORPORA (email/sisimai-bounces)"
)


@pytest.fixture
def row(db: None) -> Delivery:
    world.paper()
    daily = MailingList.objects.get()
    mailing.readers(1, daily)
    mailing.frozen(daily)
    return Delivery.objects.select_related("letter__mailing_list").get()


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (returned.UNKNOWN, Kind.HARD),
        (returned.FULL, Kind.SOFT),
        (returned.SPAM, Kind.REFUSED),
        (returned.DELAYED, Kind.NOTHING),
        (returned.ABUSE, Kind.COMPLAINT),
        (returned.NOT_SPAM, Kind.NOTHING),
    ],
)
def test_a_report_is_known_by_what_the_server_said_and_names_its_row(row: Delivery, fields: str, kind: Kind) -> None:
    assert read(returned.report(row, fields)) == Report(kind, row.pk)


def test_the_address_that_a_letter_comes_back_to_names_its_row(row: Delivery, settings) -> None:
    settings.LETTER_BOUNCES = "bounces@example.net"
    address = Press(row.letter, "The Test").envelope(row.pk)
    assert read(returned.report(row, to=address)) == Report(Kind.HARD, row.pk)


def test_a_row_that_somebody_made_up_is_none(row: Delivery) -> None:
    for made_up in (
        f"<letter.1.{row.pk}.0123456789ab@testserver>",
        "<letter.1.1.x@testserver>",
        f"<+{'9' * 30}-0123456789ab@x>",
    ):
        assert read(returned.report(row, message_id=made_up)).delivery_id is None


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"Subject: =?utf-9?B?////?=\n\n", b"Content-Type: multipart/report\n\n--"]
)
def test_what_is_no_mail_says_nothing(raw: bytes) -> None:
    assert read(raw) == Report(Kind.NOTHING, None)


def test_a_holiday_and_a_letter_to_the_mailbox_say_nothing() -> None:
    holiday = (
        b"From: ada@example.org\nSubject: Away\nAuto-Submitted: auto-replied\n\nI am on holiday; user unknown till May."
    )
    assert read(holiday).kind == Kind.NOTHING
    assert read(b"From: ada@example.org\nSubject: Your delivery failed?\n\nIt said: no such user.").kind == Kind.NOTHING


@SAMPLES
def test_most_samples_are_judged_as_they_are() -> None:
    """`python -m tests.newsletter.bounces.table` prints the table; the bounds are what it shows, none the worse."""
    found = Counter((table.true_kind(row), verdict) for _name, row, verdict in table.samples())
    hard = {verdict: found[Kind.HARD, verdict] for verdict in Kind}
    assert hard[Kind.HARD] >= 0.8 * sum(hard.values())
    refused = {verdict: found[Kind.REFUSED, verdict] for verdict in Kind}
    assert refused[Kind.HARD] <= 0.05 * sum(refused.values())
    assert found[Kind.COMPLAINT, Kind.COMPLAINT] >= 7
    assert sum(n for (true, verdict), n in found.items() if true == verdict) >= 205
