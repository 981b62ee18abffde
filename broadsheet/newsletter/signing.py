"""DKIM (RFC 6376): letters signed here, for mail servers that do not sign what they are given."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

HEADERS = (
    *(b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"),
    *(b"list-id", b"list-unsubscribe", b"list-unsubscribe-post"),
)
"""RFC 8058, section 4, wants the headers of one-click unsubscribing signed."""


class SigningError(Exception):
    """Letters cannot be signed by the key that the settings name; the text says why."""


class Signer:
    """Signs by the key and under the selector of BROADSHEET_LETTER_DKIM. Raises SigningError for a key that is none."""

    def __init__(self, domain: str) -> None:
        selector, _colon, path = settings.LETTER_DKIM.partition(":")
        self.selector, self.domain = selector.encode(), domain.encode("idna")
        try:
            self.key = Path(path).read_bytes()
            self.signed(b"From: a@example.org\r\n\r\n")
        except Exception as error:  # an unreadable file, or whatever dkimpy says of one that is no key
            raise SigningError(f"{path} cannot sign letters: {type(error).__name__} {error}") from None

    def signed(self, data: bytes) -> bytes:
        """The mail with its signature before it."""
        import dkim  # loads dnspython, which only who signs needs

        there = [name for name in HEADERS if b"\n" + name + b":" in b"\n" + data.partition(b"\r\n\r\n")[0].lower()]
        ways = (b"relaxed", b"relaxed")
        made: bytes = dkim.sign(data, self.selector, self.domain, self.key, canonicalize=ways, include_headers=there)
        return made + data


def signer(address: str) -> Signer | None:
    """What signs letters from `address`; None where the mail server does. Raises SigningError."""
    return Signer(address.rpartition("@")[2]) if settings.LETTER_DKIM else None
