"""Telling by a line's looks what it is: prose, byline, date, part of a list."""

from __future__ import annotations

import re
from datetime import datetime, time

from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware

LONG = 80
"""From this many characters on, a line is a paragraph even if it ends in no mark (a colon, a broken quotation)."""

_SENTENCE = re.compile(r"[.!?…:。．｡！？؟۔।॥։።፧။。：][\"'”’»«“›」』）)\]】〉》\u00a0\u202f]*(?:\[\d{1,3}\])*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BYLINE = re.compile(
    r"(?:written by|reported by|story by|by|von|par|por|di|door|автор:?|от|بقلم:?|作者[:：]?|文[:：/])"
    r"\s+(?P<name>\D{2,80})$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*[,;、]\s*|\s+(?:and|und|et|y|e|en|и|&)\s+", re.IGNORECASE)
_STAMP = re.compile(
    r"(?:(?:first )?(?:published|posted|updated|last updated|modified|date|publié|mis à jour|veröffentlicht|stand"
    r"|publicado|actualizado|atualizado|pubblicato|aggiornato|опубликовано|обновлено)"
    r"\b.{0,60}|\d+ min(?:ute)?s? read)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^(?:\w+\.?,? )?(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.? \w{3,12}\.?,? (?:de )?\d{4}"
    r"|\w{3,12}\.? \d{1,2},? \d{4}|\d{4}年\d{1,2}月\d{1,2}日)(?:\W.{0,40})?$"
)
_ITEM = re.compile(r"^(?:[•◦▪‣·*–—-]\s+|(?P<number>\d{1,2}[.)]\s+))(?P<text>\S.*)$")


def is_prose(line: str) -> bool:
    """Whether `line` is a paragraph of text rather than a label or a headline."""
    if _WIDE.search(line):
        return (len(line) >= 12 and bool(_SENTENCE.search(line))) or len(line) >= LONG // 2
    words = len(line.split())
    return (words >= 3 and bool(_SENTENCE.search(line))) or len(line) >= LONG * 2


def is_sentence(line: str) -> bool:
    """Whether `line` ends as a sentence does."""
    return bool(_SENTENCE.search(line))


def is_long(line: str) -> bool:
    """Whether `line` is long enough to be no label, in any script."""
    return len(line) >= (LONG // 2 if _WIDE.search(line) else LONG)


def byline(line: str) -> list[str]:
    """The names in a line such as “By Ann Lee and Kim Okafor”, none where it is no byline."""
    match = _BYLINE.match(line)
    if not match or _SENTENCE.search(line):
        return []
    return [name for part in _AND.split(match["name"]) if (name := part.strip(" |·-–—"))]


def is_stamp(line: str) -> bool:
    """Whether `line` says when the page was published, or how long it takes to read."""
    return len(line) <= 100 and bool(_DATE.match(line) or _STAMP.match(line)) and not is_long(line)


def item(line: str) -> tuple[str, str] | None:
    """("list" or "numbers", its text) where `line` is one of a list."""
    match = _ITEM.match(line)
    return ("numbers" if match["number"] else "list", match["text"]) if match else None


def stamped_date(line: str) -> datetime | None:
    """The day that a stamp names in numbers (2024-10-22), at its beginning; None where it names none."""
    match = re.search(r"\d{4}-\d{2}-\d{2}", line)
    try:
        day = parse_date(match[0]) if match else None
    except ValueError:
        return None
    return make_aware(datetime.combine(day, time())) if day else None
