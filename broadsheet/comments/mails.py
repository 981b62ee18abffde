"""Mails about replies: text and HTML of the same lines, in the paper's name."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override

from broadsheet.articles.models import Paper


@dataclass(frozen=True)
class Line:
    """A paragraph of a mail; with `link` the words lead there, `quote` are a reader's own."""

    words: str
    link: str = ""
    quote: bool = False

    def __str__(self) -> str:
        if self.quote:
            return "\n".join(f"> {line}" for line in self.words.splitlines())
        return f"{self.words}\n{self.link}" if self.link else self.words


def send(subject: str, to: str, lines: list[Line], headers: dict[str, str] | None = None) -> None:
    """Send a mail as text and as HTML; raises what the mail server raises, which the task records."""
    paper = Paper.objects.filter(site__is_default_site=True).first() or Paper()
    subject = " ".join(subject.split())[:200]
    language = settings.LANGUAGE_CODE
    with override(language):
        rtl = get_language_info(language)["bidi"]
        context = {"paper": paper, "lines": lines, "subject": subject, "language": language, "rtl": rtl}
        html = render_to_string("comments/letter.html", context)
    # The desk's own backend would queue a notice again, and as plain text: this is the worker already.
    queued = settings.EMAIL_BACKEND.endswith("QueuedBackend")
    connection = get_connection(settings.EMAIL_DELIVERY if queued else settings.EMAIL_BACKEND)
    text = "\n\n".join([paper.name, *map(str, lines)]) + "\n"
    told = {"Auto-Submitted": "auto-generated", **(headers or {})}
    message = EmailMultiAlternatives(subject, text, to=[to], headers=told, connection=connection)
    message.attach_alternative(html, "text/html")
    message.send()
