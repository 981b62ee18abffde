"""Mail servers for letters: how many messages each may be given, and one connection that is used again and again."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

from broadsheet.newsletter.message import Message
from broadsheet.newsletter.models import DeliveryState

TIMEOUT = 60
MOST_A_CONNECTION = 1_000
"""Messages, then a new connection: servers end long ones as they like."""
PORTS = {"smtps": 465, "smtp+tls": 587}


@dataclass(frozen=True)
class Server:
    """One mail server, as BROADSHEET_LETTER_SERVERS has it."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    rate: float
    connections: int
    provider: str = ""
    """By the name that django-anymail has for it; "" for a mail server."""

    @property
    def name(self) -> str:
        """What it is called in the database and in the log."""
        return self.provider or f"{self.host}:{self.port}"


def servers() -> list[Server]:
    """Those that the settings name; [] where mail goes to the log alone."""
    return [_read(text) for text in settings.LETTER_SERVERS]


def _read(text: str) -> Server:
    parts = urlsplit(text)
    numbers = dict(parse_qsl(parts.query))
    port = parts.port or PORTS.get(parts.scheme, 25)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    rate, connections = float(numbers.get("rate", 10)), int(numbers.get("connections", 4))
    provider = parts.scheme.removeprefix("anymail+") if parts.scheme.startswith("anymail+") else ""
    return Server(parts.scheme, parts.hostname or "", port, user, password, rate, connections, provider)


class UnreachableError(Exception):
    """The server takes nothing just now; the message was not handed over, nothing is to be said of it."""


class DoubtError(Exception):
    """The connection broke while the server had the message: it may have taken it."""


class Refused(Exception):  # noqa: N818
    """The server said no to this message: `state` is deferred (4xx) or failed (5xx), `reason` its code and status."""

    def __init__(self, state: DeliveryState, reason: str) -> None:
        super().__init__(reason)
        self.state, self.reason = state, reason


class Link(Protocol):
    """What hands letters over, for one thread."""

    def hand_over(self, message: Message) -> None:
        """Returns once `message` was taken. Raises UnreachableError, DoubtError or Refused."""

    def close(self) -> None:
        """Say goodbye where that is possible."""


def connect(server: Server) -> Link:
    """A link that is opened when first used."""
    if not server.provider:
        return Connection(server)
    from broadsheet.newsletter.providers import ProviderConnection  # brings requests, which only providers need

    return ProviderConnection(server.provider)


class Connection:
    """A connection that is opened when first used, and again after it broke. For one thread."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.smtp: smtplib.SMTP | None = None
        self.sent = 0

    def hand_over(self, message: Message) -> None:
        """Returns once the server has taken `message`. Raises UnreachableError, DoubtError or Refused."""
        smtp = self._open()
        try:
            self._reply(smtp.mail(message.sender), 250)
            self._reply(smtp.rcpt(message.to), 250, 251)
            self._reply(smtp.docmd("DATA"), 354)
        except Refused:
            self._reset(smtp)
            raise
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise UnreachableError(type(error).__name__) from None
        try:
            smtp.send(message.data.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise DoubtError(type(error).__name__) from None
        self._reply(answer, 250)
        self.sent += 1
        if self.sent >= MOST_A_CONNECTION:
            self.close()

    def close(self) -> None:
        """Say goodbye where that is possible."""
        smtp, self.smtp, self.sent = self.smtp, None, 0
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    def _reply(self, answer: tuple[int, bytes], *good: int) -> None:
        """What a server says may hold the address, so only its code and its status (RFC 3463) are kept."""
        code, words = answer
        if code in good:
            return
        if code == 421:  # the server closes the connection, for whatever reason: that is not about the message
            raise smtplib.SMTPServerDisconnected("421")
        status = words.decode("ascii", "replace").split(" ")[0]
        status = status if status.replace(".", "").isdecimal() and status.count(".") == 2 else ""
        state = DeliveryState.FAILED if 500 <= code < 600 else DeliveryState.DEFERRED
        raise Refused(state, f"{code} {status}".strip())

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _open(self) -> smtplib.SMTP:
        if self.smtp is None:
            try:
                self.smtp = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise UnreachableError(type(error).__name__) from None
        return self.smtp

    def _connect(self) -> smtplib.SMTP:
        one = self.server
        if one.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                one.host, one.port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(one.host, one.port, timeout=TIMEOUT)
        if one.scheme == "smtp+tls":
            smtp.starttls(context=ssl.create_default_context())
        if one.user:
            smtp.login(one.user, one.password)
        else:
            smtp.ehlo_or_helo_if_needed()
        return smtp
