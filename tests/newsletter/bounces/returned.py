"""Mails that come back, for tests."""

from __future__ import annotations

from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import Delivery

REPORT = """\
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/{kind}

{fields}

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Monday

--b--
"""
FAILED = """Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; gone@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}"""
UNKNOWN = FAILED.format(action="failed", status="5.1.1", said="550 5.1.1 no such user here")
FULL = FAILED.format(action="failed", status="5.2.2", said="552 5.2.2 mailbox is full")
SPAM = FAILED.format(action="failed", status="5.7.1", said="554 5.7.1 this looks like spam")
DELAYED = FAILED.format(action="delayed", status="4.4.1", said="connection timed out")
ABUSE = "Feedback-Type: abuse\nUser-Agent: Example/1.0\nVersion: 1"
NOT_SPAM = "Feedback-Type: not-spam\nUser-Agent: Example/1.0\nVersion: 1"


def report(row: Delivery, fields: str = UNKNOWN, *, to: str = "", message_id: str = "") -> bytes:
    """A report about the message of `row`, named by the address `to` if that is given, else by the Message-ID."""
    press = Press(row.letter, "The Test")
    kind = "feedback-report" if "Feedback-Type" in fields else "delivery-status"
    named = {"to": to or "news@example.net", "message_id": message_id or ("<x@y>" if to else press.message_id(row.pk))}
    return REPORT.format(kind=kind, fields=fields, **named).encode()
