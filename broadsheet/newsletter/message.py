"""One letter as the bytes of a mail for each reader. What is the same for all is made once, so that a message costs
little: a few headers, and links put into a body that is encoded already (quoted-printable, RFC 2045 section 6.7)."""

from __future__ import annotations

import re
from binascii import b2a_qp
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from broadsheet.newsletter import links
from broadsheet.newsletter.models import Letter
from broadsheet.newsletter.rendering import PREFERENCES, UNSUBSCRIBE
from broadsheet.newsletter.signing import signer

BOUNDARY = "=_broadsheet-letter-part"  # "=_" is never in quoted-printable text
_MARKS = re.compile(f"({re.escape(UNSUBSCRIBE)}|{re.escape(PREFERENCES)})")
_LINE = 72


@dataclass(frozen=True)
class Message:
    """A mail with its envelope."""

    sender: str
    to: str
    data: bytes


class Press:
    """Makes the messages of one letter, whose words are fixed. Raises SigningError where it cannot sign them."""

    def __init__(self, letter: Letter, name: str) -> None:
        self.letter_id, self.list_id = letter.pk, letter.mailing_list_id
        self.host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        self.address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        self.head = _head(letter, name, self.address, self.host)
        html, text = letter.html.replace("\r\n", "\n"), letter.text.replace("\r\n", "\n")
        self.signer = signer(self.address)
        self.parts = [*_part("plain", text), *_part("html", html), f"--{BOUNDARY}--\r\n".encode()]

    def message(self, delivery_id: int, subscriber_id: int, email: str) -> Message:
        """The mail of one row of the ledger: as often as it is sent the same, but for the date in its signed links."""
        unsubscribe = _page("newsletter-unsubscribe", "unsubscribe", [subscriber_id, self.list_id])
        preferences = _page("newsletter-preferences", "preferences", subscriber_id)
        own = {UNSUBSCRIBE: _soft(unsubscribe), PREFERENCES: _soft(preferences)}
        headers = (
            f"To: {email}\r\nMessage-ID: {self.message_id(delivery_id)}\r\nList-Unsubscribe: <{unsubscribe}>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        )
        body = [own[part] if isinstance(part, str) else part for part in self.parts]
        data = b"".join([headers.encode("ascii"), self.head, *body])
        return Message(self.envelope(delivery_id), email, self.signer.signed(data) if self.signer else data)

    def message_id(self, delivery_id: int) -> str:
        """Stands for the row for ever: who gets a message twice, or we, can see that it is one."""
        return f"<letter.{self.letter_id}.{delivery_id}.{_signed(delivery_id)}@{self.host}>"

    def envelope(self, delivery_id: int) -> str:
        """Where a message comes back to if it cannot be delivered: an address that names the row (VERP)."""
        if not settings.LETTER_BOUNCES:
            return self.address
        user, _at, domain = settings.LETTER_BOUNCES.rpartition("@")
        return f"{user}+{delivery_id}-{_signed(delivery_id)}@{domain}"


def _signed(delivery_id: int) -> str:
    return salted_hmac("broadsheet.newsletter.message", str(delivery_id), algorithm="sha256").hexdigest()[:12]


def is_signed(delivery_id: int, check: str) -> bool:
    """Whether `check` stands beside that number in what we have sent: else somebody made it up."""
    return constant_time_compare(_signed(delivery_id), check)


def _page(name: str, kind: str, about: object) -> str:
    return settings.PUBLIC_URL + reverse(name, args=[links.sign(kind, about)])


def _head(letter: Letter, name: str, address: str, host: str) -> bytes:
    """The headers that are the same for all, as Python's email writes them."""
    made = EmailMessage(policy=SMTP)
    user, _at, domain = address.rpartition("@")
    made["From"] = Address(" ".join(name.split()), user, domain)
    made["Subject"] = " ".join(letter.subject.split())
    made["Date"] = format_datetime(letter.begun_at) if letter.begun_at else ""
    made["List-Id"] = f"<{letter.mailing_list.slug}.{host}>"
    kind = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{BOUNDARY}"\r\n\r\n'
    return made.as_bytes().rstrip(b"\r\n") + b"\r\n" + kind.encode()


def _part(kind: str, words: str) -> list[bytes | str]:
    """A part of the body, in pieces; a mark in the text is a piece of its own, as text."""
    head = f'--{BOUNDARY}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
    head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    made: list[bytes | str] = [head.encode()]
    for piece in _MARKS.split(words):
        made.append(piece if _MARKS.fullmatch(piece) else _quoted(piece))
    return [*made, b"\r\n"]


def _quoted(piece: str) -> bytes:
    """`piece` in quoted-printable; what follows it begins a line, which a soft line break says."""
    if not piece:
        return b""
    coded = b2a_qp(piece.encode()).replace(b"\n", b"\r\n")
    return coded if coded.endswith(b"\r\n") else coded + b"=\r\n"


def _soft(value: str) -> bytes:
    """A link in quoted-printable, in lines of its own that are none."""
    coded = value.replace("=", "=3D").encode("ascii")
    return b"".join(coded[at : at + _LINE] + b"=\r\n" for at in range(0, len(coded), _LINE))
