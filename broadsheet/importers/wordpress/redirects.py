"""Redirects that plug-ins keep apart from the export: files of Redirection, Yoast SEO Premium and Rank Math.

Redirection writes CSV (source, target, regex, code) or JSON; Yoast CSV (Origin, Target, Type, Format); Rank Math CSV
(source, matching, destination, type).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from broadsheet.importers.errors import CannotImportError

PATTERN = "is a pattern, not an address: make it under Redirects in the desk"
NOWHERE = "leads nowhere: its address is to answer “gone”"
OFF = "was switched off"
_FROM, _TO = ("source", "origin", "old url"), ("target", "destination", "new url")
_KINDS = ("format", "matching")
Rule = tuple[str, str, str]
"""Old address, new one, and why it is not kept, "" where it is."""


def read_redirects(path: Path) -> list[Rule]:
    """The rules of a file; CannotImportError where it is none of the plug-ins'."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = list(_of_json(json.loads(text)) if text.lstrip()[:1] in ("{", "[") else _of_csv(text))
    except (OSError, ValueError, csv.Error, RecursionError) as error:
        raise CannotImportError(f"{path} cannot be read as redirects: {error}.") from None
    if not found:
        raise CannotImportError(f"{path.name} holds no redirects of Redirection, Yoast SEO or Rank Math.")
    return found


def rule_of(old: str, new: str, pattern: bool = False, on: bool = True) -> Rule:
    """A rule, with why it is not kept."""
    old, new = old.strip(), new.strip()
    why = OFF if not on else PATTERN if pattern or "*" in old else NOWHERE if not new else ""
    return old, new, why


def _of_csv(text: str) -> Iterator[Rule]:
    rows = csv.DictReader(StringIO(text))
    names = {name.strip().lower(): name for name in rows.fieldnames or [] if name}
    old = next((names[name] for name in _FROM if name in names), None)
    new = next((names[name] for name in _TO if name in names), None)
    if old is None or new is None:
        raise ValueError("its first line names no columns “source” and “target”")
    kind = next((names[name] for name in _KINDS if name in names), "")
    for row in rows:
        pattern = (row.get(names.get("regex", "")) or "0") not in ("0", "false")
        pattern = pattern or (row.get(kind) or "plain").lower() not in ("plain", "exact")
        on = (row.get(names.get("status", "")) or "").lower() not in ("disabled", "inactive", "trashed")
        yield rule_of(row[old] or "", row[new] or "", pattern, on)


def _of_json(found: Any) -> Iterator[Rule]:
    rules = found.get("redirects") if isinstance(found, dict) else found
    for rule in rules if isinstance(rules, list) else []:
        data = rule.get("action_data") if isinstance(rule, dict) else None
        if isinstance(data, dict | str):
            new = str(data.get("url", "")) if isinstance(data, dict) else data
            on = rule.get("enabled", True) is not False and rule.get("status") != "disabled"
            yield rule_of(str(rule.get("url", "")), new, bool(rule.get("regex")), on)
