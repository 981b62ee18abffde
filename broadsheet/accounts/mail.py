"""Mail that waits its turn: the desk's notices go out by the worker, so that no editor waits for a mail server.

A notice is a message that says so itself, `Auto-Submitted: auto-generated` (RFC 3834, section 5). Anything else, such
as a link that sets a new password, is delivered at once and never written into the table of tasks.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django_tasks import task


class QueuedBackend(BaseEmailBackend):
    """Queues notices, delivers everything else by the backend that EMAIL_DELIVERY names."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """The number of messages queued or delivered; raises what the mail server raises for the latter."""
        notices = [one for one in email_messages if one.extra_headers.get("Auto-Submitted") == "auto-generated"]
        for notice in notices:
            deliver_notice.enqueue(str(notice.subject), str(notice.body), notice.from_email, list(notice.to))
        others = [one for one in email_messages if one not in notices]
        delivered = _delivery(self.fail_silently).send_messages(others) if others else 0
        return len(notices) + (delivered or 0)


@task()
def deliver_notice(subject: str, body: str, sender: str, to: list[str]) -> None:
    """Deliver one notice; raises what the mail server raises, which the task records."""
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, sender, to, headers=headers, connection=_delivery()).send()


def _delivery(fail_silently: bool = False) -> BaseEmailBackend:
    backend: BaseEmailBackend = get_connection(settings.EMAIL_DELIVERY, fail_silently=fail_silently)
    return backend
