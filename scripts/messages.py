"""Gathers what Broadsheet says, for its catalogues: `python scripts/messages.py` (or `make messages`).

Brings each `broadsheet/locale/<language>/LC_MESSAGES/django.po` up to what the source says now, keeping its
translations, and compiles it to the `django.mo` beside it. A new folder below `locale` gets a new catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "broadsheet" / "locale"
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
HEAD = "# Broadsheet in another language. `make messages` brings it up to the source and compiles it."
WIDTH = 110
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""The day in every header: a catalogue changes where its words do."""


def gather(package: Path = ROOT / "broadsheet") -> Catalog:
    """What the Python files and templates of `package` mark for translation, each with the files that say it."""
    found = Catalog(charset="utf-8")
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package.parent).as_posix()
        for source in _sources(path):
            for _, message, comments, context in extract("python", BytesIO(source), KEYWORDS):
                found.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return found


def _sources(path: Path) -> Iterator[bytes]:
    """What of `path` reads as Python: a template by Django's rules, in brackets, since its indents mean nothing."""
    if path.suffix == ".py" and "migrations" not in path.parts:
        yield path.read_bytes()
    elif path.suffix == ".html":
        yield f"({templatize(path.read_text(), origin=str(path))}\n)".encode()


def read(path: Path) -> Catalog:
    """The catalogue at `path`, empty where there is none."""
    language = path.parents[1].name
    if not path.is_file():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def bring_up(path: Path, source: Catalog) -> int:
    """Writes the catalogue at `path` and its compiled form anew; how many messages have no words yet."""
    catalog = read(path)
    catalog.update(source, no_fuzzy_matching=True)
    catalog.header_comment, catalog.obsolete, catalog.fuzzy = HEAD, {}, False
    catalog.project, catalog.version, catalog.creation_date, catalog.revision_date = (
        "Broadsheet",
        "",
        SOME_DAY,
        SOME_DAY,
    )
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    return sum(1 for message in catalog if message.id and not message.string)


def main() -> None:
    """Bring up all catalogues."""
    source = gather()
    for folder in sorted(path for path in LOCALE.iterdir() if path.is_dir()):
        missing = bring_up(folder / "LC_MESSAGES" / "django.po", source)
        print(f"{folder.name}: {len(source)} messages, {missing} without words")


if __name__ == "__main__":
    main()
