"""The desk's notices wait for the worker; other mail is delivered at once."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django_tasks import default_task_backend
from wagtail.admin.mail import send_mail

from broadsheet.accounts.mail import QueuedBackend

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture(autouse=True)
def _deliver_to_memory(settings):
    settings.EMAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def queue(settings):
    """A queue that keeps what is put into it."""
    settings.TASKS = DUMMY
    return default_task_backend


def connection() -> QueuedBackend:
    return get_connection("broadsheet.accounts.mail.QueuedBackend")


def test_a_notice_waits_for_the_worker(queue, mailoutbox):
    assert send_mail("Submitted", "Please look.", ["editor@example.org"], connection=connection()) == 1
    assert not mailoutbox
    (waiting,) = queue.results
    assert list(waiting.args)[3] == ["editor@example.org"]


def test_the_worker_delivers_a_notice_that_says_what_it_is(mailoutbox):
    send_mail("Submitted", "Please look.", ["editor@example.org"], connection=connection())
    (sent,) = mailoutbox
    assert (sent.subject, sent.to) == ("Submitted", ["editor@example.org"])
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_link_that_sets_a_password_is_never_queued(queue, mailoutbox):
    EmailMessage("New password", "https://…", to=["editor@example.org"], connection=connection()).send()
    assert not queue.results
    assert [sent.subject for sent in mail.outbox] == ["New password"]
