"""Every variable that configures Broadsheet, declared once: name, type, default, help.

A value is looked up in the process environment first, then in ``broadsheet.env`` inside the home folder,
then the default stands. `read` checks all of them and raises `EnvError` naming the variable, its value, what is
allowed and where it was read. A name that nobody declared is an error too: it is most likely a typing mistake.
This module knows no Django.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

ENV_FILE = "broadsheet.env"
MOST_AUTO_WORKERS = 8
"""Web processes that `auto` stands for at most: one that is idle has about 50 MB of its own."""


class EnvError(Exception):
    """A variable has a value that is not allowed; the text says which, what is allowed, and where it was read."""


@dataclass(frozen=True)
class Variable:
    """One setting. `parse` turns text into the value and raises ValueError with what is allowed."""

    name: str
    parse: Callable[[str], Any]
    default: str
    help: str
    secret: bool = False


@dataclass(frozen=True)
class Setting:
    """A variable together with its value and the place the value came from."""

    variable: Variable
    value: Any
    text: str
    source: str


def _text(text: str) -> str:
    return text


def _flag(text: str) -> bool:
    match text.strip().lower():
        case "1" | "true" | "yes" | "on":
            return True
        case "0" | "false" | "no" | "off" | "":
            return False
    raise ValueError("one of on, off, true, false, yes, no, 1, 0")


def _integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return number

    return parse


def _workers(text: str) -> int:
    """The number of web processes; `auto` is one for each core that this process may run on."""
    if text == "auto":
        return min(len(os.sched_getaffinity(0)), MOST_AUTO_WORKERS)
    try:
        return _integer(1, 64)(text)
    except ValueError as allowed:
        raise ValueError(f"auto or {allowed}") from None


def _choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return text

    return parse


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise ValueError("a name from the IANA time zone database, such as Europe/Berlin") from None
    return text


def _language(text: str) -> str:
    parts = text.split("-")
    if not all(part.isalnum() for part in parts) or not 2 <= len(parts[0]) <= 3:
        raise ValueError("a language tag such as en, pt-br or zh-hans")
    return text.lower()


def _url(*schemes: str) -> Callable[[str], str]:
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


def _mail_server(text: str) -> str:
    parts = urlsplit(text) if _is_url(text, ("smtp", "smtps", "smtp+tls", "console")) else None
    if not parts or (parts.scheme != "console" and not parts.hostname):
        raise ValueError("smtp://host:25, smtp+tls://user:password@host:587, smtps://… or console:")
    return text


def _letter_servers(text: str) -> list[str]:
    for one in text.split():
        parts = urlsplit(one) if _is_url(one, ("smtp", "smtps", "smtp+tls")) else None
        numbers = dict(parse_qsl(parts.query)) if parts else {}
        known = set(numbers) <= {"rate", "connections"} and all(value.isdecimal() for value in numbers.values())
        if not parts or not parts.hostname or not known or not 1 <= int(numbers.get("connections", 1)) <= 100:
            raise ValueError(
                "addresses such as smtp+tls://user:password@host:587?rate=20&connections=4, with spaces between"
            )
    return text.split()


def _token(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9._~+/-]{16,}=*", text):
        raise ValueError("at least 16 letters, digits or signs out of . _ ~ + / - (RFC 6750)")
    return text


def _public_address(text: str) -> str:
    wrong = ValueError("an address such as https://example.org, without a path, a query or a user")
    if not text:
        return text
    if not _is_url(text, ("http", "https")):
        raise wrong
    parts = urlsplit(text)
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise wrong
    return text


def _file(text: str) -> str:
    if text and not Path(text).is_file():
        raise ValueError("the path of a file that can be read, or empty")
    return text


def _mail_address(text: str) -> str:
    address = parseaddr(text)[1]
    if text and ("@" not in address.strip("@") or any(sign in text for sign in "\r\n")):
        raise ValueError('an address such as newsroom@example.org or "The Paper <newsroom@example.org>"')
    return text


def _mailbox(text: str) -> str:
    parts = urlsplit(text)
    on_a_host = parts.scheme in ("imap", "imaps", "pop3", "pop3s") and parts.hostname and parts.username
    if text and not on_a_host and not (parts.scheme == "maildir" and parts.path.startswith("/")):
        raise ValueError("imaps://user:password@host/INBOX, pop3s://user:password@host or maildir:///path")
    return text


VARIABLES: tuple[Variable, ...] = (
    Variable("BROADSHEET_HOME", _text, "newsroom", "Folder that holds all state: database, media, key."),
    Variable("BROADSHEET_HOST", _text, "127.0.0.1", "Address that the server listens on."),
    Variable("BROADSHEET_PORT", _integer(1, 65535), "8000", "Port that the server listens on."),
    Variable(
        "BROADSHEET_URL",
        _public_address,
        "",
        "Public address of the paper, as in https://example.org; empty: http://HOST:PORT.",
    ),
    Variable(
        "BROADSHEET_HOSTS",
        _words,
        "",
        "Further host names that the paper answers to, separated by spaces; the public address is always one.",
    ),
    Variable("BROADSHEET_DEBUG", _flag, "off", "Show tracebacks in the browser. Never on a public machine."),
    Variable("BROADSHEET_TIMEZONE", _timezone, "UTC", "Time zone of the newsroom (IANA name)."),
    Variable("BROADSHEET_LANGUAGE", _language, "en", "Language of the paper (BCP 47 tag)."),
    Variable(
        "BROADSHEET_DATABASE_URL",
        _url("sqlite", "postgres", "postgresql"),
        "",
        "Database, as in postgres://user:password@host/name; empty: SQLite in the home folder.",
        secret=True,
    ),
    Variable("BROADSHEET_SECRET_KEY", _text, "", "Signing key; empty: generated into the home folder.", secret=True),
    Variable(
        "BROADSHEET_EMAIL_URL",
        _mail_server,
        "console:",
        "Outgoing mail, as in smtps://user:password@host:465 (smtp+tls: STARTTLS); console: prints mails to the log.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_EMAIL_FROM",
        _mail_address,
        "",
        "Sender of the paper's mails; empty: newsroom@ and the public host.",
    ),
    Variable(
        "BROADSHEET_DISPOSABLE_DOMAINS",
        _file,
        "",
        "File with one domain a line whose addresses cannot sign up for letters; empty: all can.",
    ),
    Variable(
        "BROADSHEET_LETTER_SERVERS",
        _letter_servers,
        "",
        "Mail servers for letters, each with ?rate= (messages a second; 0: no limit) and &connections=, separated by "
        "spaces; empty: the server of BROADSHEET_EMAIL_URL, 10 a second over 4 connections.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_LETTER_BOUNCES",
        _mail_address,
        "",
        "Mailbox to which undeliverable letters come back, each under +NUMBER (VERP); empty: the sender's address.",
    ),
    Variable(
        "BROADSHEET_LETTER_MAILBOX",
        _mailbox,
        "",
        "Where to read what comes back: maildir:///path, imaps://user:password@host/INBOX or "
        "pop3s://user:password@host (imap:, pop3: without encryption); empty: nowhere.",
        secret=True,
    ),
    Variable("BROADSHEET_WEB_WORKERS", _workers, "auto", "Web processes; auto: one a core, 8 at most (the demo: 1)."),
    Variable(
        "BROADSHEET_EDGE_STORE_MB",
        _integer(8, 1_000_000),
        "256",
        "Room on disk for finished pages, in megabytes; the oldest that nobody reads make way.",
    ),
    Variable(
        "BROADSHEET_EDGE_SHELF_MB",
        _integer(1, 100_000),
        "32",
        "Room in memory for pages that are ready to be sent, in megabytes per web process.",
    ),
    Variable(
        "BROADSHEET_METRICS_TOKEN",
        _token,
        "",
        "Who asks for /metrics shows this as a bearer token; empty: only who asks from the machine itself is answered.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_MOST_READ",
        _choice("hour", "day", "week", "off"),
        "day",
        "The time by which stories are the most read; off: readings are not counted.",
    ),
    Variable("BROADSHEET_REQUIRE_2FA", _flag, "off", "Staff must sign in with a second factor."),
    Variable("BROADSHEET_LOG_LEVEL", _choice("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much the log tells."),
)


NAMES = frozenset(variable.name for variable in VARIABLES)
FOREIGN = ("BROADSHEET_CORPORA", "BROADSHEET_TEST_", "BROADSHEET_BENCH_")
"""Beginnings of names that tests and benchmarks read for themselves."""


@dataclass(frozen=True)
class Line:
    """A value in a file and where it stands there, as in /srv/paper/broadsheet.env:3."""

    value: str
    place: str


def read_env_file(path: Path) -> dict[str, Line]:
    """NAME=value lines of `path` ({} where there is no such file); raises EnvError for a line that is neither."""
    if not path.is_file():
        return {}
    lines = {}
    for number, text in enumerate(_text_of(path).splitlines(), 1):
        text = text.strip()
        if not text or text.startswith("#"):
            continue
        place = f"{path}:{number}"
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign:
            raise EnvError(f"{place}: {text!r} is not of the form NAME=value")
        if name not in NAMES:
            raise EnvError(f"{place}: {_unknown(name)}")
        if name == "BROADSHEET_HOME":
            raise EnvError(f"{place}: BROADSHEET_HOME cannot be set inside the home; use --home or the environment")
        lines[name] = Line(_unquoted(value), place)
    return lines


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvError(f"{path} cannot be read: {error}") from None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {near[0]}?" if near else "`broadsheet config` lists all there are."
    return f"{name} is not a variable of Broadsheet; {hint}"


def home_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds all state, absolute."""
    return Path(environ.get("BROADSHEET_HOME") or "newsroom").expanduser().resolve()


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Setting]:
    """All variables by name, parsed and checked; raises EnvError for the first that is wrong or unknown."""
    for name in environ:
        if name.startswith("BROADSHEET_") and name not in NAMES and not name.startswith(FOREIGN):
            raise EnvError(f"environment: {_unknown(name)}")
    from_file = read_env_file(home_folder(environ) / ENV_FILE)
    return {variable.name: _look_up(variable, environ, from_file) for variable in VARIABLES}


def _look_up(variable: Variable, environ: Mapping[str, str], from_file: Mapping[str, Line]) -> Setting:
    if variable.name in environ:
        text, source = environ[variable.name], "environment"
    elif variable.name in from_file:
        text, source = from_file[variable.name].value, from_file[variable.name].place
    else:
        text, source = variable.default, "default"
    return Setting(variable, _parse(variable, text, source), text, source)


def _parse(variable: Variable, text: str, source: str) -> Any:
    try:
        return variable.parse(text)
    except ValueError as allowed:
        shown = "(secret)" if variable.secret else repr(text)
        raise EnvError(f"{variable.name}={shown} (read from {source}): must be {allowed}") from None


def check(name: str, text: str, source: str) -> None:
    """Raises EnvError if `text` is not allowed as the value of `name`."""
    _parse(next(variable for variable in VARIABLES if variable.name == name), text, source)


def public_url(settings: Mapping[str, Setting]) -> str:
    """The paper's address without a slash at its end: BROADSHEET_URL, or what HOST and PORT make of it."""
    if settings["BROADSHEET_URL"].value:
        return settings["BROADSHEET_URL"].value.rstrip("/")
    host = settings["BROADSHEET_HOST"].value
    host = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{host}:{settings['BROADSHEET_PORT'].value}"


def server_url(settings: Mapping[str, Setting]) -> str:
    """Where the server itself is reached from this machine, as in http://127.0.0.1:8000."""
    every = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    host = every.get(settings["BROADSHEET_HOST"].value, settings["BROADSHEET_HOST"].value)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings['BROADSHEET_PORT'].value}"
