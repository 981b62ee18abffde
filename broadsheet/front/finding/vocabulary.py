"""The words in SQLite's index of texts that begin with some letters, found without the stories that have them.

FTS5 answers a question for a beginning by merging the lists of all words that begin so, whole, before it tells the
first story. The same words named one by one cost a hundredth of that. They are found by steps from each to the next.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

MOST = 200
"""Words; where more begin so, FTS5 is asked for the beginning itself."""
_TABLE = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.broadsheet_words USING fts5vocab(main, {index}, instance)"
_NEXT = "SELECT term FROM temp.broadsheet_words WHERE term >= %s LIMIT 1"
_AFTER = "\x01"
"""Behind a word it is more than the word, and less than any longer one: no word has it."""


def beginning_with(letters: str, index: str = "wagtailsearch_indexentry_fts") -> list[str]:
    """All words of the index that begin with `letters`, without accents; [] where there are more than `MOST`, or none.

    Nor are there any for letters beyond ASCII: what SQLite makes of those in its index (unicode61) is its own affair.
    """
    found: list[str] = []
    if not letters.isascii():
        return found
    letters = letters.lower()
    with connection.cursor() as cursor:
        cursor.execute(_TABLE.format(index=index))
        word = _next(cursor, letters)
        while word.startswith(letters):
            found.append(word)
            if len(found) > MOST:
                return []
            word = _next(cursor, word + _AFTER)
    return found


def _next(cursor: Any, start: str) -> str:
    """The first word that is not before `start`, "" where there is none."""
    cursor.execute(_NEXT, [start])
    row = cursor.fetchone()
    return row[0] if row else ""
