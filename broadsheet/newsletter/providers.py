"""Companies that send mail, through django-anymail: handing a letter over, and what they tell of it later."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from broadsheet.newsletter.bounces.kinds import Kind
from broadsheet.newsletter.bounces.reports import Report, row_of
from broadsheet.newsletter.bounces.scoring import count
from broadsheet.newsletter.message import Message
from broadsheet.newsletter.models import DeliveryState
from broadsheet.newsletter.servers import DoubtError, Refused, UnreachableError

if TYPE_CHECKING:
    from anymail.signals import AnymailTrackingEvent

TIMEOUT = 60
NO_FAULT_OF_THE_MESSAGE = (401, 402, 403, 404, 429)
"""A key that does not hold, a bill, a rate: the next try may do."""
KEPT = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID")
REASONS = {"invalid": Kind.HARD, "bounced": Kind.HARD, "blocked": Kind.REFUSED, "spam": Kind.REFUSED}
"""Why a provider says that a message was rejected, as anymail names it; anything else is a soft bounce."""


class ProviderConnection:
    """Hands letters over to a provider, as `servers.Connection` does to a mail server. For one thread.

    Raises ImproperlyConfigured where a setting of the provider is missing.
    """

    def __init__(self, name: str) -> None:
        self.backend: Any = get_connection(f"anymail.backends.{name}.EmailBackend", timeout=TIMEOUT)

    def hand_over(self, message: Message) -> None:
        """Returns once the provider has taken `message`. Raises UnreachableError, DoubtError or Refused."""
        from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress, AnymailRecipientsRefused

        try:
            self.backend.send_messages([_as_django_has_it(message)])
        except (AnymailRecipientsRefused, AnymailInvalidAddress):
            raise Refused(DeliveryState.FAILED, "refused") from None
        except ImproperlyConfigured as error:
            raise UnreachableError(str(error)) from None
        except AnymailAPIError as error:
            raise _judged(error) from None

    def close(self) -> None:
        """End the session, if there is one."""
        self.backend.close()


def _judged(error: Any) -> Exception:
    import requests
    from urllib3.exceptions import NewConnectionError

    status, cause = error.status_code, error.__cause__
    if status is None:
        reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
        unreached = isinstance(cause, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)
        return UnreachableError(type(cause).__name__) if unreached else DoubtError(type(cause).__name__)
    if status in NO_FAULT_OF_THE_MESSAGE:
        return UnreachableError(str(status))
    return DoubtError(str(status)) if status >= 500 else Refused(DeliveryState.FAILED, str(status))


def _as_django_has_it(message: Message) -> EmailMultiAlternatives:
    parsed = message_from_bytes(message.data, policy=policy.default)
    assert isinstance(parsed, Parsed)
    words = {kind: parsed.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (part.get_content() if part is not None else "" for part in words.values())
    headers = {name: str(parsed[name]) for name in KEPT}
    mail: Any = EmailMultiAlternatives(str(parsed["Subject"]), text, str(parsed["From"]), [message.to], headers=headers)
    mail.attach_alternative(html, "text/html")
    mail.metadata = {"letter": headers["Message-ID"].strip("<>")}
    mail.track_clicks = mail.track_opens = False
    return mail


def webhook(name: str) -> Callable[[HttpRequest], HttpResponse] | None:
    """What answers the reports of the provider `name`, whom it asks for the secret; None where there is none such."""
    if not settings.LETTER_WEBHOOK or name not in settings.LETTER_PROVIDERS:
        return None
    from anymail.signals import tracking
    from anymail.urls import urlpatterns

    tracking.connect(_told, dispatch_uid="broadsheet.newsletter.providers")
    views = {one.name: one.callback for one in urlpatterns if isinstance(one, URLPattern)}
    return views.get(f"{name}_tracking_webhook")


def _told(sender: object, event: AnymailTrackingEvent, **kwargs: object) -> None:
    """A provider has told what became of a message. What is about none of ours is passed over."""
    kind = _kind(event.event_type, event.reject_reason)
    row = row_of(str((event.metadata or {}).get("letter", "")).encode())
    if row is None:
        row = row_of(str(event.message_id or "").encode())
    count(Report(kind, row))


def _kind(event_type: str | None, reason: str | None) -> Kind:
    if event_type == "complained":
        return Kind.COMPLAINT
    if event_type in ("bounced", "rejected", "failed"):
        return REASONS.get(reason or "", Kind.SOFT)
    return Kind.NOTHING
