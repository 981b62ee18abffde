"""Small archives of known events, made up of words that belong to each event and of words that all news share."""

from __future__ import annotations

import random
from collections.abc import Iterator

from broadsheet.related.scoring import Text

SYLLABLES = ("ba", "co", "du", "fe", "gi", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "wi", "zo")
DAY = 738_000


def word(dice: random.Random) -> str:
    """A made-up word."""
    return "".join(dice.choices(SYLLABLES, k=4))


def archive(events: int = 40, stories: int = 3, own_words: int = 20) -> Iterator[tuple[int, Text]]:
    """Stories with the number of their event, a day apart; so many of their eighty words are their event's own."""
    dice = random.Random(7)
    shared = [word(dice) for _ in range(400)]
    for event in range(events):
        own = [word(dice) for _ in range(25)]
        for number in range(stories):
            title = " ".join([*dice.sample(own, 2), *dice.sample(shared, 4)])
            body = " ".join(dice.sample(own, own_words) + dice.choices(shared, k=60))
            yield event, Text(event * 100 + number + 1, title, body, DAY + event * 5 + number)
