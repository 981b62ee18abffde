"""What a reader may have meant by a word that no story has: one that is a letter away from it and stands in stories.

There is no list of words: all that are a letter away are looked for at once, and that which the newest stories with any
of them have most often is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from broadsheet.front.finding import matches
from broadsheet.front.finding.questions import Question, Term, folded

SHORTEST, LONGEST = 4, 20
"""Letters of words for which another is looked for."""
MOST_WORDS = 2
LOOKED_AT = 60
"""Stories that are read for words that may be meant."""
LATIN = "abcdefghijklmnopqrstuvwxyz"


def suggestion(question: Question) -> str:
    """The words of `question` with those replaced that no story has; "" where nothing is to be suggested."""
    found = {word: meant(word) for word in list(filter(is_unknown, question.words))[:MOST_WORDS]}
    if not any(found.values()):
        return ""
    return " ".join(found.get(word) or word for word in question.words)


def is_unknown(word: str) -> bool:
    """Whether no story has `word`."""
    return not matches.newest(Question((Term((word,)),)), 1)


def meant(word: str) -> str:
    """The word that `word` may stand for, "" where there is none."""
    plain = folded(word)
    if not SHORTEST <= len(plain) <= LONGEST or not plain.isalpha():
        return ""
    near = set(_one_letter_away(plain)) - {plain}
    entries = matches.newest(Question(tuple(Term((one,)) for one in sorted(near))), LOOKED_AT, every=False)
    counts: Counter[str] = Counter()
    for one in matches.candidates(entries, shown=20_000):
        counts.update(near.intersection(re.findall(r"\w+", folded(f"{one.headline} {one.text}"))))
    return max(counts, key=lambda one: (counts[one], one), default="")


def _one_letter_away(word: str) -> Iterator[str]:
    """All that comes of `word` by a letter too many, too few, wrong, or two of them exchanged."""
    letters = LATIN if word.isascii() else "".join(sorted(set(word)))
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (head + letter + tail for letter in letters)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
