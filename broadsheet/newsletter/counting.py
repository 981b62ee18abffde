"""Openings and clicks, for lists whose subscribers are told that they are counted: sums of a letter, nobody's own.

Everybody gets the same picture and the same addresses, so that nothing in a request says who opens or follows.
Robots that look through mails are counted too.
"""

from __future__ import annotations

import html
import re

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from broadsheet.newsletter.models import Letter, LetterLink
from broadsheet.newsletter.rendering import PREFERENCES, UNSUBSCRIBE

_LINK = re.compile(r'(<a\b[^>]*?\bhref=")(https?://[^"]+)(")')


def marked(letter: Letter, words: str) -> str:
    """The HTML of a letter that is about to begin, with links that lead through us and a picture of one dot."""
    places: dict[str, int] = {}

    def through_us(found: re.Match[str]) -> str:
        url = html.unescape(found[2])
        if url in (UNSUBSCRIBE, PREFERENCES):
            return found[0]
        place = places.setdefault(url, len(places) + 1)
        return f"{found[1]}{_address('newsletter-follow', letter.pk, place)}{found[3]}"

    made = _LINK.sub(through_us, words)
    LetterLink.objects.bulk_create(LetterLink(letter=letter, place=n, url=url) for url, n in places.items())
    dot = f'<img src="{_address("newsletter-opened", letter.pk)}" width="1" height="1" alt="">'
    return made.replace("</body>", f"{dot}</body>")


def _address(name: str, *about: int) -> str:
    return settings.PUBLIC_URL + reverse(name, args=about)


def opened(letter_id: int) -> None:
    """Count one, where the list still counts."""
    Letter.objects.filter(pk=letter_id, mailing_list__counts=True).update(opens=F("opens") + 1)


def followed(link: LetterLink) -> None:
    """Count one, where the list still counts."""
    LetterLink.objects.filter(pk=link.pk, letter__mailing_list__counts=True).update(clicks=F("clicks") + 1)
