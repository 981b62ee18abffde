"""From where a page is to what it holds."""

from __future__ import annotations

from broadsheet.importers.page.found import Found
from broadsheet.importers.page.plain_text import read_text
from broadsheet.importers.page.sources import read


def read_page(where: str, *, allow_private: bool = False) -> Found:
    """The story in the page, HTML or plain text, in the file or at the address `where`.

    CannotImportError where there is none, or where the page cannot be had.
    """
    source = read(where, allow_private=allow_private)
    from broadsheet.importers.page.markup import is_markup, read_markup

    if not is_markup(source.text):
        found = read_text(source.text)
        found.canonical_url = source.url[:200]
        return found
    found = read_markup(source.text, source.url)
    found.canonical_url = found.canonical_url or source.url[:200]
    return found
