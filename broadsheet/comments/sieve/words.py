"""What the sieve sees of a reply: its words, its pairs of words, the hosts that it links to, and how it is written.

All are told in words that a moderator reads ("subscribe", "my channel", "links to murdev.com", "mostly capitals").
Pairs of characters were tried as well: they find no more and hold more honest replies (docs/moderators.md has the
measure).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise

from broadsheet.comments.linking import links_in

MOST = 400
"""How many features of one reply count: what a long text has more of does not make it clearer."""
SHOUT = 0.6
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Kana, Han."""


def plain(text: str) -> str:
    """`text` without what only hides words: width and case are one, invisible signs are gone."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")


def features(text: str) -> list[str]:
    """What is telling about `text`, each once, in the order of its appearance, `MOST` at most."""
    return list(dict.fromkeys(_all(text)))[:MOST]


def _all(text: str) -> Iterator[str]:
    links = links_in(text)
    yield from _manner(text, len(links))
    bare = text
    for link in links:
        bare = bare.replace(link.text, " ")
        if link.host:
            yield f"→ {link.host}"
    words = [part for word in _WORD.findall(plain(bare)) for part in _parts(word)]
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


def _manner(text: str, links: int) -> Iterator[str]:
    if links:
        yield "→ 1" if links == 1 else "→ 2" if links == 2 else "→ 3+"
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) > 15 and sum(sign.isupper() for sign in letters) > SHOUT * len(letters):
        yield "ABC"
    if "!!" in text:
        yield "!!"


def _parts(word: str) -> Iterator[str]:
    """The word, or its pairs of characters where its script puts no spaces between words."""
    if not _UNSPACED.search(word) or len(word) < 3:
        yield word
        return
    yield from (word[at : at + 2] for at in range(len(word) - 1))


def key(feature: str) -> int:
    """A number for a feature, of 63 bits: what the database keeps, so that no words of readers lie there."""
    return int.from_bytes(blake2b(feature.encode(), digest_size=8).digest()) >> 1
