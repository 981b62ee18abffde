"""Single mails of this room: few words, a link or two. Sent by the worker, never while a reader waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_info

from broadsheet.articles.models import Paper


@dataclass(frozen=True)
class Line:
    """A paragraph of a mail; with `link` the words lead there."""

    words: str
    link: str = ""

    def __str__(self) -> str:
        return f"{self.words}\n{self.link}" if self.link else self.words


def page(name: str, token: str) -> str:
    """The whole address of a page behind a signed link."""
    return settings.PUBLIC_URL + reverse(name, args=[token])


def the_paper() -> Paper:
    """The paper, for its name and colour."""
    return Paper.objects.filter(site__is_default_site=True).first() or Paper()


def delivery() -> str:
    """The backend that delivers: the desk's own would only queue a mail, and this is the worker already."""
    queued = settings.EMAIL_BACKEND.endswith("QueuedBackend")
    return settings.EMAIL_DELIVERY if queued else settings.EMAIL_BACKEND


def send(subject: str, to: str, lines: list[Line]) -> None:
    """Send one mail as text and as HTML; raises what the mail server raises, which the task records."""
    paper, language = the_paper(), settings.LANGUAGE_CODE
    context = {"paper": paper, "lines": lines, "subject": subject, "language": language}
    html = render_to_string("newsletter/mail.html", {**context, "rtl": get_language_info(language)["bidi"]})
    text = "\n\n".join([paper.name, *map(str, lines)]) + "\n"
    told = {"Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(subject, text, to=[to], headers=told, connection=get_connection(delivery()))
    message.attach_alternative(html, "text/html")
    message.send()
