"""The terms of a text, whatever its language: what two stories on one matter are known by.

Words lose capitals, accents and whatever stands after their sixth letter, which serves as a stem in every language
that writes with letters. Scripts that put no spaces between words give overlapping pieces of two or three characters
instead, and so does Korean, whose words end in particles.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from zlib import crc32

STEM = 6
"""Letters of a word that count; measured against whole words and an English stemmer (docs/related.md)."""
MOST_CHARACTERS = 60_000
"""What is read of a text: a story of a megabyte costs no more than a long one."""
_POINTS = r"\u0300-\u036f\u0483-\u0487\u05b0-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
"""Accents of Latin, Greek and Cyrillic, and the vowel points of Hebrew and Arabic."""
_MARKS = rf"{_POINTS}\u0900-\u0963\u0971-\u109f\u1780-\u17d3"
"""Signs that stand on or beside a letter, which `\\w` leaves out: without them Hindi or Thai would fall to pieces."""
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*")
_KANA, _HAN = r"\u3040-\u30ff\u31f0-\u31ff", r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PAIRED = re.compile(rf"[{_KANA}{_HAN}\u1100-\u11ff\uac00-\ud7af]+")
"""Chinese, Japanese and Korean: pieces of two characters."""
_TRIPLED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
"""Thai, Lao, Burmese and Khmer, where a character is less than a syllable: pieces of three."""
_UNWRITTEN = re.compile(rf"[{_POINTS}\u0640]")
"""What spellings of one word differ by: those, and the stretching of Arabic letters."""


def terms(text: str) -> Counter[int]:
    """How often each term stands in `text`, by a number of 32 bits that is the same on every machine."""
    counts: Counter[int] = Counter()
    for word, times in Counter(_WORD.findall(text[:MOST_CHARACTERS].lower())).items():
        for number in _numbers(word):
            counts[number] += times
    return counts


@lru_cache(maxsize=100_000)
def _numbers(word: str) -> tuple[int, ...]:
    return tuple(crc32(piece.encode("utf-8", "replace")) for piece in pieces(word))


def pieces(word: str) -> list[str]:
    """The terms that one word of a text stands for; several where its script has no spaces."""
    plain = _UNWRITTEN.sub("", unicodedata.normalize("NFKD", word))
    plain = unicodedata.normalize("NFKC", plain).casefold()
    found: list[str] = []
    for script, length in ((_PAIRED, 2), (_TRIPLED, 3)):
        for run in script.findall(plain):
            found += [run[start : start + length] for start in range(max(len(run) - length + 1, 1))]
        plain = script.sub(" ", plain)
    return found + [_stem(part) for part in plain.split()]


def _stem(word: str) -> str:
    """The beginning of a word; a number stands whole."""
    return word if word.isdigit() else word[:STEM]
