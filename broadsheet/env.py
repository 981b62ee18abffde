"""Every variable that configures Broadsheet, declared once: name, type, default, help.

A value is looked up in the process environment first, then in ``broadsheet.env`` inside the home folder,
then the default stands. `read` checks all of them and raises `EnvError` naming the variable, its value, what is
allowed and where it was read. This module knows no Django.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

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
    except (ValueError, OSError):
        raise ValueError("a name from the IANA time zone database, such as Europe/Berlin") from None
    return text


def _language(text: str) -> str:
    parts = text.split("-")
    if not all(part.isalnum() for part in parts) or not 2 <= len(parts[0]) <= 3:
        raise ValueError("a language tag such as en, pt-br or zh-hans")
    return text.lower()


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text and text.split(":", 1)[0] not in schemes:
            raise ValueError("a URL that starts with " + " or ".join(f"{s}:" for s in schemes))
        return text

    return parse


VARIABLES: tuple[Variable, ...] = (
    Variable("BROADSHEET_HOME", _text, "newsroom", "Folder that holds all state: database, media, key."),
    Variable("BROADSHEET_HOST", _text, "127.0.0.1", "Address that the server listens on."),
    Variable("BROADSHEET_PORT", _integer(1, 65535), "8000", "Port that the server listens on."),
    Variable(
        "BROADSHEET_URL",
        _url("http", "https"),
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
        _url("smtp", "smtps", "console"),
        "console:",
        "Outgoing mail, as in smtps://user:password@host:465; console: prints mails to the log.",
        secret=True,
    ),
    Variable("BROADSHEET_EMAIL_FROM", _text, "", "Sender of the paper's mails; empty: newsroom@ and the public host."),
    Variable("BROADSHEET_WEB_WORKERS", _integer(1, 64), "1", "Web processes."),
    Variable("BROADSHEET_REQUIRE_2FA", _flag, "off", "Staff must sign in with a second factor."),
    Variable("BROADSHEET_LOG_LEVEL", _choice("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much the log tells."),
)


def read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines of `path` ({} where there is no such file); raises EnvError for a line that is neither."""
    if not path.is_file():
        return {}
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign or name.strip() not in NAMES:
            raise EnvError(f"{path}:{number}: {line!r} is not NAME=value with a name that `broadsheet config` lists")
        values[name.strip()] = value.strip().strip("\"'")
    return values


NAMES = frozenset(variable.name for variable in VARIABLES)


def home_folder(environ: Mapping[str, str]) -> Path:
    """The folder that holds all state, absolute."""
    return Path(environ.get("BROADSHEET_HOME") or "newsroom").expanduser().resolve()


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Setting]:
    """All variables by name, parsed and checked; raises EnvError for the first that is wrong."""
    path = home_folder(environ) / ENV_FILE
    from_file = read_env_file(path)
    settings = {}
    for variable in VARIABLES:
        if variable.name in environ:
            text, source = environ[variable.name], "environment"
        elif variable.name in from_file:
            text, source = from_file[variable.name], str(path)
        else:
            text, source = variable.default, "default"
        settings[variable.name] = Setting(variable, _parse(variable, text, source), text, source)
    return settings


def _parse(variable: Variable, text: str, source: str) -> Any:
    try:
        return variable.parse(text)
    except ValueError as allowed:
        shown = "(secret)" if variable.secret else repr(text)
        raise EnvError(f"{variable.name}={shown} (read from {source}): must be {allowed}") from None
