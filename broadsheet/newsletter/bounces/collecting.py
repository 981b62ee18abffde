"""What came back is read, counted and put away."""

from __future__ import annotations

from collections import Counter

from broadsheet.newsletter.bounces.kinds import Kind
from broadsheet.newsletter.bounces.mailboxes import mails
from broadsheet.newsletter.bounces.reports import read
from broadsheet.newsletter.bounces.scoring import count


def collect(address: str) -> Counter[str]:
    """Read the mailbox at `address` once; how many of each kind were counted. Raises MailboxError.

    What is about no message of ours, or is no report, stays in the mailbox: somebody may have written to it.
    """
    found: Counter[str] = Counter()
    for raw, done in mails(address):
        report = read(raw)
        is_new = count(report)
        found[report.kind if is_new else "not counted"] += 1
        done(report.delivery_id is not None and report.kind != Kind.NOTHING)
    return found
