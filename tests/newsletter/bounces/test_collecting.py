"""What came back is read, counted and put away, from each kind of mailbox."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from broadsheet.newsletter.bounces.collecting import collect
from broadsheet.newsletter.bounces.mailboxes import MailboxError
from broadsheet.newsletter.models import Delivery, MailingList
from tests import world
from tests.newsletter import mailing
from tests.newsletter.bounces import returned
from tests.newsletter.bounces.postboxes import Imap, Pop3, postbox

ELSE = b"From: ada@example.org\nSubject: A question\n\nWhen is the next letter?\n"


@pytest.fixture
def reports(db: None) -> list[bytes]:
    """Two reports, and a mail that is none."""
    world.paper()
    daily = MailingList.objects.get()
    mailing.readers(2, daily)
    mailing.frozen(daily)
    one, two = Delivery.objects.select_related("letter__mailing_list").order_by("pk")
    return [returned.report(one), ELSE, returned.report(two, returned.ABUSE)]


def test_a_maildir_keeps_what_is_no_report(reports: list[bytes], tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for raw in reports:
        box.add(raw)
    address = f"maildir://{tmp_path / 'box'}"
    assert collect(address) == {"hard": 1, "complaint": 1, "not counted": 1}
    assert [mail["Subject"] for mail in mailbox.Maildir(tmp_path / "box")] == ["A question"]
    assert collect(address) == {}
    assert sorted(Delivery.objects.values_list("returned", flat=True)) == ["complaint", "hard"]


def test_imap_keeps_what_is_no_report_and_reads_it_once(reports: list[bytes]) -> None:
    with postbox(Imap, reports) as server:
        address = f"imap://news:p%40ss@127.0.0.1:{server.server_address[1]}/INBOX"
        assert collect(address) == {"hard": 1, "complaint": 1, "not counted": 1}
        assert server.gone == {1, 3}
        assert collect(address) == {}
        with pytest.raises(MailboxError, match="imap://127") as told:
            collect(address.replace("p%40ss", "secret"))
    assert "secret" not in str(told.value)


def test_pop3_drops_the_reports(reports: list[bytes]) -> None:
    with postbox(Pop3, reports) as server:
        address = f"pop3://news:p%40ss@127.0.0.1:{server.server_address[1]}"
        assert collect(address) == {"hard": 1, "complaint": 1, "not counted": 1}
        assert server.gone == {1, 3}
        with pytest.raises(MailboxError, match="pop3://127"):
            collect(address.replace("p%40ss", "wrong"))


def test_a_mailbox_that_is_not_there_is_told(tmp_path: Path) -> None:
    for address in (f"maildir://{tmp_path / 'none'}", "imap://a:b@127.0.0.1:9/INBOX", "pop3://a:b@127.0.0.1:9"):
        with pytest.raises(MailboxError):
            collect(address)
