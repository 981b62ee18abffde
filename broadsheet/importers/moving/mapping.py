"""Which category becomes a section, which a topic, and who is whose byline: proposed, and changed by a file.

The file is JSON or YAML and holds what differs from the proposal, or all of it as the report shows it:

    categories: {sports: {section: sports}, tv: {topic: television}, misc: drop}
    authors: {admin: Ada Reporter}
    default_section: news
    types: {review: story}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.moving.records import Source, Term

MOST_SECTIONS = 12
WORTH_A_SUBSECTION = 20
"""Stories that a category below another must have to be a section of its own."""
NOBODY = frozenset(("", "admin", "administrator", "webmaster", "root", "user", "anonymous", "editor", "wordpress"))
_KEYS = {"categories", "authors", "default_section", "types"}


@dataclass
class Choices:
    """Category slug -> "section" or "topic", its slug there; author key -> name."""

    categories: dict[str, tuple[str, str]] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    default_section: str = "news"
    types: dict[str, str] = field(default_factory=dict)
    flagged: dict[str, str] = field(default_factory=dict)
    """Authors who are nobody in particular, and the name that stands for them."""

    def as_json(self) -> dict[str, Any]:
        """What can be saved, changed and given back by --mapping."""
        kinds = {slug: "drop" if kind == "drop" else {kind: name} for slug, (kind, name) in self.categories.items()}
        return {
            "default_section": self.default_section,
            "categories": kinds,
            "authors": self.authors,
            "types": self.types,
        }


def read_file(path: Path | None) -> dict[str, Any]:
    """What a mapping file says; CannotImportError where it is none."""
    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CannotImportError(f"{path} cannot be read as a mapping: {error}.") from None
    if not isinstance(found, dict) or (wrong := set(found) - _KEYS):
        named = ", ".join(sorted(wrong)) if isinstance(found, dict) else type(found).__name__
        raise CannotImportError(f"{path}: {named} is not known here; a mapping has {', '.join(sorted(_KEYS))}.")
    for name in ("categories", "authors", "types"):
        if not isinstance(found.get(name, {}), dict):
            raise CannotImportError(f"{path}: {name} must be names with values.")
    return found


def settle(source: Source, wanted: Mapping[str, Any]) -> Choices:
    """The proposal for `source`, with what `wanted` (a mapping file) changes in it. Raises CannotImportError."""
    made = Choices(categories=_proposed(source.terms), types=dict(wanted.get("types", {})))
    made.default_section = str(wanted.get("default_section", made.default_section))
    for slug, value in wanted.get("categories", {}).items():
        made.categories[str(slug)] = _choice(str(slug), value)
    chosen = {str(key): " ".join(str(name).split())[:120] for key, name in wanted.get("authors", {}).items()}
    for key, name in source.people.items():
        made.authors[key] = chosen.get(key) or name
        if made.authors[key].casefold() in NOBODY:
            made.flagged[key] = made.authors[key]
            made.authors[key] = source.title[:120] or "The newsroom"
    return made


def _choice(slug: str, value: Any) -> tuple[str, str]:
    if value == "drop":
        return "drop", ""
    if isinstance(value, dict) and len(value) == 1:
        kind, name = next(iter(value.items()))
        if kind in ("section", "topic") and isinstance(name, str) and name.strip():
            return kind, name.strip().lower()
    raise CannotImportError(f"mapping, category {slug}: give {{section: SLUG}}, {{topic: SLUG}} or drop.")


def _proposed(terms: Mapping[str, Term]) -> dict[str, tuple[str, str]]:
    """The twelve largest categories at the top are sections, large ones right below them too, the rest topics."""
    categories = {key: term for key, term in terms.items() if term.kind == "category"}
    totals = {key: term.count for key, term in categories.items()}
    for key, term in categories.items():
        if term.parent in categories and term.parent != key:
            totals[term.parent] += term.count
    tops = [key for key, term in categories.items() if term.parent not in categories and totals[key]]
    tops = sorted(tops, key=lambda key: (-totals[key], key))[:MOST_SECTIONS]
    found = {}
    for key, term in categories.items():
        large = term.parent in tops and term.parent != key and term.count >= WORTH_A_SUBSECTION
        if term.section:
            found[term.slug] = ("section", term.section)
        elif term.slug == "uncategorized":
            found[term.slug] = ("drop", "")
        else:
            found[term.slug] = ("section" if key in tops or large else "topic", term.slug)
    return found
