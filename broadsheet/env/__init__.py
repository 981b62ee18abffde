"""Every variable that configures Broadsheet, declared once: name, type, default, help.

A value is looked up in the process environment first, then in ``broadsheet.env`` inside the home folder,
then the default stands. `read` checks all of them and raises `EnvError` naming the variable, its value, what is
allowed and where it was read. A name that nobody declared is an error too: it is most likely a typing mistake.
This module knows no Django.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet.env import kinds

ENV_FILE = "broadsheet.env"


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


VARIABLES: tuple[Variable, ...] = (
    Variable("BROADSHEET_HOME", kinds.text, "newsroom", "Folder that holds all state: database, media, key."),
    Variable("BROADSHEET_HOST", kinds.text, "127.0.0.1", "Address that the server listens on."),
    Variable("BROADSHEET_PORT", kinds.integer(1, 65535), "8000", "Port that the server listens on."),
    Variable(
        "BROADSHEET_URL",
        kinds.public_address,
        "",
        "Public address of the paper, as in https://example.org; empty: http://HOST:PORT.",
    ),
    Variable(
        "BROADSHEET_HOSTS",
        kinds.words,
        "",
        "Further host names that the paper answers to, separated by spaces; the public address is always one.",
    ),
    Variable("BROADSHEET_DEBUG", kinds.flag, "off", "Show tracebacks in the browser. Never on a public machine."),
    Variable("BROADSHEET_TIMEZONE", kinds.timezone, "UTC", "Time zone of the newsroom (IANA name)."),
    Variable("BROADSHEET_LANGUAGE", kinds.language, "en", "Language of the paper (BCP 47 tag)."),
    Variable(
        "BROADSHEET_DATABASE_URL",
        kinds.url("sqlite", "postgres", "postgresql"),
        "",
        "Database, as in postgres://user:password@host/name; empty: SQLite in the home folder.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_SECRET_KEY", kinds.text, "", "Signing key; empty: generated into the home folder.", secret=True
    ),
    Variable(
        "BROADSHEET_EMAIL_URL",
        kinds.mail_server,
        "console:",
        "Outgoing mail, as in smtps://user:password@host:465 (smtp+tls: STARTTLS); console: prints mails to the log.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_EMAIL_FROM",
        kinds.mail_address,
        "",
        "Sender of the paper's mails; empty: newsroom@ and the public host.",
    ),
    Variable(
        "BROADSHEET_DISPOSABLE_DOMAINS",
        kinds.file,
        "",
        "File with one domain a line whose addresses cannot sign up for letters; empty: all can.",
    ),
    Variable(
        "BROADSHEET_LETTER_SERVERS",
        kinds.letter_servers,
        "",
        "Mail servers for letters, each with ?rate= (messages a second; 0: no limit) and &connections=, separated by "
        "spaces; or anymail+NAME://?api_key=… for a company that sends; empty: that of BROADSHEET_EMAIL_URL, 10 a "
        "second over 4 connections.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_LETTER_DKIM",
        kinds.dkim,
        "",
        "Signs letters by DKIM: SELECTOR:/path/of/key.pem, an RSA key; empty: the mail server signs.",
    ),
    Variable(
        "BROADSHEET_LETTER_WEBHOOK",
        kinds.account,
        "",
        "user:password by which a company that sends tells what came back (/newsletter/returned/NAME/); empty: none.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_LETTER_BOUNCES",
        kinds.mail_address,
        "",
        "Mailbox to which undeliverable letters come back, each under +NUMBER (VERP); empty: the sender's address.",
    ),
    Variable(
        "BROADSHEET_LETTER_MAILBOX",
        kinds.mailbox,
        "",
        "Where to read what comes back: maildir:///path, imaps://user:password@host/INBOX or "
        "pop3s://user:password@host (imap:, pop3: without encryption); empty: nowhere.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_WEB_WORKERS", kinds.workers, "auto", "Web processes; auto: one a core, 8 at most (the demo: 1)."
    ),
    Variable(
        "BROADSHEET_EDGE_STORE_MB",
        kinds.integer(8, 1_000_000),
        "256",
        "Room on disk for finished pages, in megabytes; the oldest that nobody reads make way.",
    ),
    Variable(
        "BROADSHEET_EDGE_SHELF_MB",
        kinds.integer(1, 100_000),
        "32",
        "Room in memory for pages that are ready to be sent, in megabytes per web process.",
    ),
    Variable(
        "BROADSHEET_METRICS_TOKEN",
        kinds.token,
        "",
        "Who asks for /metrics shows this as a bearer token; empty: only who asks from the machine itself is answered.",
        secret=True,
    ),
    Variable(
        "BROADSHEET_MOST_READ",
        kinds.choice("hour", "day", "week", "off"),
        "day",
        "The time by which stories are the most read; off: readings are not counted.",
    ),
    Variable(
        "BROADSHEET_SEARCH_URL",
        kinds.search_server,
        "",
        "OpenSearch server that searches, as in https://user:password@host:9200; empty: the database searches.",
        secret=True,
    ),
    Variable("BROADSHEET_REQUIRE_2FA", kinds.flag, "off", "Staff must sign in with a second factor."),
    Variable(
        "BROADSHEET_LOG_LEVEL", kinds.choice("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much the log tells."
    ),
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
