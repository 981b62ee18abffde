"""How the text of a variable becomes its value: a function a kind, which raises ValueError with what is allowed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

MOST_AUTO_WORKERS = 8
"""Web processes that `auto` stands for at most: one that is idle has about 50 MB of its own."""
PROVIDERS = (
    *("brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postal", "postmark", "resend"),
    *("scaleway", "sendgrid", "sparkpost", "unisender_go"),
)
"""Companies that send mail, by the names that django-anymail has for them."""


def text(text: str) -> str:
    return text


def flag(text: str) -> bool:
    match text.strip().lower():
        case "1" | "true" | "yes" | "on":
            return True
        case "0" | "false" | "no" | "off" | "":
            return False
    raise ValueError("one of on, off, true, false, yes, no, 1, 0")


def integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return number

    return parse


def workers(text: str) -> int:
    """The number of web processes; `auto` is one for each core that this process may run on."""
    if text == "auto":
        return min(len(os.sched_getaffinity(0)), MOST_AUTO_WORKERS)
    try:
        return integer(1, 64)(text)
    except ValueError as allowed:
        raise ValueError(f"auto or {allowed}") from None


def choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return text

    return parse


def words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise ValueError("a name from the IANA time zone database, such as Europe/Berlin") from None
    return text


def language(text: str) -> str:
    parts = text.split("-")
    if not all(part.isalnum() for part in parts) or not 2 <= len(parts[0]) <= 3:
        raise ValueError("a language tag such as en, pt-br or zh-hans")
    return text.lower()


def url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text and not _is_url(text, schemes):
            raise ValueError("a URL that starts with " + " or ".join(f"{s}:" for s in schemes))
        return text

    return parse


def _is_url(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def mail_server(text: str) -> str:
    parts = urlsplit(text) if _is_url(text, ("smtp", "smtps", "smtp+tls", "console")) else None
    if not parts or (parts.scheme != "console" and not parts.hostname):
        raise ValueError("smtp://host:25, smtp+tls://user:password@host:587, smtps://… or console:")
    return text


def search_server(text: str) -> str:
    """An OpenSearch server, which needs a package that is not always there; or nothing."""
    if text and not (_is_url(text, ("http", "https")) and urlsplit(text).hostname):
        raise ValueError("the address of an OpenSearch server such as https://user:password@host:9200")
    if text and find_spec("opensearchpy") is None:
        raise ValueError("empty until opensearch-py is installed: pip install 'broadsheet[opensearch]'")
    return text


def letter_servers(text: str) -> list[str]:
    for one in text.split():
        if one.startswith("anymail+"):
            provider(one)
            continue
        parts = urlsplit(one) if _is_url(one, ("smtp", "smtps", "smtp+tls")) else None
        numbers = dict(parse_qsl(parts.query)) if parts else {}
        known = set(numbers) <= {"rate", "connections"} and all(value.isdecimal() for value in numbers.values())
        if not parts or not parts.hostname or not known or not 1 <= int(numbers.get("connections", 1)) <= 100:
            raise ValueError(
                "addresses such as smtp+tls://user:password@host:587?rate=20&connections=4, with spaces between"
            )
    return text.split()


def provider(text: str) -> None:
    scheme, given = text.partition("://")[0].removeprefix("anymail+"), dict(parse_qsl(text.partition("?")[2]))
    numbers = [given.get("rate", "1"), given.get("connections", "1")]
    if scheme not in PROVIDERS or not all(one.isdecimal() for one in numbers) or not 1 <= int(numbers[1]) <= 100:
        raise ValueError(
            f"anymail+NAME://?api_key=…&rate=20&connections=4, where NAME is one of {', '.join(PROVIDERS)}"
        )


def anymail(servers: list[str]) -> dict[str, Any]:
    """What django-anymail calls its settings, by the addresses of providers among `servers`."""
    found: dict[str, Any] = {}
    for one in servers:
        name = one.partition("://")[0].removeprefix("anymail+")
        for key, value in parse_qsl(one.partition("?")[2]) if one.startswith("anymail+") else ():
            if key not in ("rate", "connections"):
                found[f"{name}_{key}".upper()] = value
    return found


def dkim(text: str) -> str:
    selector, _colon, path = text.partition(":")
    if text and not (re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?", selector) and Path(path).is_file()):
        raise ValueError("SELECTOR:/path/of/key.pem, with a file that can be read, or empty")
    return text


def account(text: str) -> str:
    if text and not re.fullmatch(r"[^:\s]+:\S{16,}", text):
        raise ValueError("user:password, the password of 16 characters at least, or empty")
    return text


def token(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9._~+/-]{16,}=*", text):
        raise ValueError("at least 16 letters, digits or signs out of . _ ~ + / - (RFC 6750)")
    return text


def public_address(text: str) -> str:
    wrong = ValueError("an address such as https://example.org, without a path, a query or a user")
    if not text:
        return text
    if not _is_url(text, ("http", "https")):
        raise wrong
    parts = urlsplit(text)
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise wrong
    return text


def file(text: str) -> str:
    if text and not Path(text).is_file():
        raise ValueError("the path of a file that can be read, or empty")
    return text


def mail_address(text: str) -> str:
    address = parseaddr(text)[1]
    if text and ("@" not in address.strip("@") or any(sign in text for sign in "\r\n")):
        raise ValueError('an address such as newsroom@example.org or "The Paper <newsroom@example.org>"')
    return text


def mailbox(text: str) -> str:
    parts = urlsplit(text)
    on_a_host = parts.scheme in ("imap", "imaps", "pop3", "pop3s") and parts.hostname and parts.username
    if text and not on_a_host and not (parts.scheme == "maildir" and parts.path.startswith("/")):
        raise ValueError("imaps://user:password@host/INBOX, pop3s://user:password@host or maildir:///path")
    return text
