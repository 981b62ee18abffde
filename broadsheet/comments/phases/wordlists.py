"""Word lists: entries that a publisher writes, one a line, found in a text as whole words in any script.

    casino            the word, not “casinos”, not “Casinova”
    casino*           what begins so
    *pill*            what holds it
    cheap watches     these words one after the other, whatever stands between them (spaces, dots, dashes)
    # a note          is passed over

Upper and lower case, full-width letters and invisible signs make no difference. A word ends where letters, digits and
the marks upon them end, so that “Scunthorpe”, “Essex” or “कर” within “करना” are safe; in scripts without spaces between
words (Chinese, Japanese, Thai …) an entry is found wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import maxunicode

STARS = 3
LONGEST = 100
MOST = 2000


class WordListError(ValueError):
    """An entry cannot be used; the text says which line, why, and what to write instead."""


@cache
def _letter() -> str:
    """What is part of a word, as a class of `re`, which does not count combining marks among \\w; made when needed."""
    marks = [code for code in range(maxunicode + 1) if unicodedata.category(chr(code))[0] == "M"]
    ends = [code for code in marks if unicodedata.category(chr(min(code + 1, maxunicode)))[0] != "M"]
    starts = [code for code in marks if unicodedata.category(chr(code - 1))[0] != "M"]
    return rf"[\w{''.join(f'{chr(one)}-{chr(other)}' for one, other in zip(starts, ends, strict=True))}]"


_BETWEEN = r"[\W_]{1,5}"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Hit:
    """An entry of a list and what it was found in."""

    entry: str
    found: str


def folded(text: str) -> str:
    """`text` as lists are compared with it: one width, one case, nothing invisible."""
    same = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in same if unicodedata.category(sign) != "Cf")


def entries(words: str) -> list[str]:
    """The entries of a list as written. Raises WordListError for one that cannot be used."""
    lines = [(number, line.strip()) for number, line in enumerate(words.splitlines(), 1)]
    kept = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if len(kept) > MOST:
        raise WordListError(f"The list has {len(kept)} entries; {MOST} is the most.")
    for number, line in kept:
        _check(number, line)
    return [line for _, line in kept]


def _check(number: int, line: str) -> None:
    if len(line) > LONGEST:
        raise WordListError(f"Line {number} has {len(line)} signs; {LONGEST} is the most.")
    if line.count("*") > STARS:
        raise WordListError(f"Line {number}, {line!r}: {STARS} stars are the most.")
    if not re.search(r"[^\W_]", line.replace("*", "")):
        raise WordListError(f"Line {number}, {line!r}, holds no letter or digit and would match anything.")


def hits(text: str, words: str) -> list[Hit]:
    """Each entry of the list `words` that stands in `text`, once, with the first place where it does."""
    same = folded(text)
    near = (name for name, literal in _literals(words) if literal in same)
    return [Hit(name, match.group()) for name in near if (match := _pattern(name).search(same))]


@lru_cache(maxsize=16)
def _literals(words: str) -> list[tuple[str, str]]:
    """Each entry with its longest part that stands wherever the entry does: looked for first, since that is cheap."""
    return [(name, max(re.split(r"[*\s]+", folded(name)), key=len)) for name in entries(words)]


@lru_cache(maxsize=MOST)
def _pattern(name: str) -> re.Pattern[str]:
    same = folded(name)
    words = [
        "".join(f"{_letter()}{{0,30}}" if sign == "*" else re.escape(sign) for sign in word) for word in same.split()
    ]
    return re.compile(f"{_edge(same[0], '<!')}{_BETWEEN.join(words)}{_edge(same[-1], '!')}")


def _edge(sign: str, kind: str) -> str:
    """No letter may stand beyond the entry here, unless its script puts none apart."""
    return "" if _UNSPACED.match(sign) or sign == "*" else f"(?{kind}{_letter()})"
