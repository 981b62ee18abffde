"""How lists show stories: by teasers of a few looks, each of which is pressed once and kept as a piece.

What is known of a list is at first only which stories are in it, in which order and in which looks. Whole rows are
fetched, all together, only of those whose teasers are not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.safestring import SafeString

from broadsheet.articles import tags
from broadsheet.articles.lists import fetch_teasers
from broadsheet.articles.models import Section, Story
from broadsheet.articles.walks import time_of
from broadsheet.edge.pieces import known, pressed
from broadsheet.edge.tags import depend
from broadsheet.media.pictures import prefetch_renditions


class Look(StrEnum):
    """What a teaser looks like; `front.templatetags.teasers` has the template of each."""

    LEAD = "lead"
    SECOND = "second"
    LATEST = "latest"
    LATEST_OF_THE_DAY = "latest of the day"
    PICK = "pick"
    OPINION = "opinion"
    ACROSS = "across"
    FIRST = "first"
    PLAIN = "plain"
    LISTED = "listed"
    LISTED_BELOW = "listed below"
    ARCHIVED = "archived"


SIGNED = frozenset((Look.LEAD, Look.OPINION, Look.FIRST))
"""Looks that name the authors."""
PICTURED = frozenset(Look) - {Look.LATEST, Look.LATEST_OF_THE_DAY, Look.OPINION, Look.PLAIN, Look.ARCHIVED}
"""Looks that show the lead picture."""


@dataclass(eq=False)
class Teaser:
    """A story's place in a list: `html` is its teaser where that is known, else `story` is what it is made from."""

    pk: int
    published_at: datetime
    look: Look
    html: SafeString | None = None
    story: Story | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """The key of its piece. Its language is the paper's."""
        return "teaser", self.look, self.pk

    def printed(self, make: Callable[[Look, Story], SafeString]) -> SafeString:
        """The teaser, made by `make` where it is not known."""
        if self.html is None:
            self.html = pressed(self.key, lambda: self._made(make))
        return self.html

    def _made(self, make: Callable[[Look, Story], SafeString]) -> SafeString:
        assert self.story is not None
        depend(tags.PAPER, tags.TREE, tags.story(self.pk))
        if self.look in SIGNED:
            depend(*(tags.author(author.pk) for author in self.story.authors))
        return make(self.look, self.story)


def listed(look: Look, sections: Iterable[Section]) -> Callable[[Iterable[tuple[Any, int]]], list[Teaser]]:
    """Makes the teasers of a list of readable stories, given by time of publication (as the database has it) and id."""
    return lambda rows: complete([Teaser(pk, time_of(at), look) for at, pk in rows], sections)


def complete(places: Sequence[Teaser], sections: Iterable[Section]) -> list[Teaser]:
    """Those of `places` whose stories are still there, each with its teaser or its story.

    By no query where all teasers are known; else by that of the stories, one more where some are signed, one more for
    the sizes of their pictures, and one where a section is not in `sections`.
    """
    missing = []
    for place in places:
        place.html = known(place.key)
        if place.html is None:
            missing.append(place)
    stories = fetch_teasers([p.pk for p in missing], sections, [p.pk for p in missing if p.look in SIGNED])
    for place in missing:
        place.story = stories.get(place.pk)
    found = [place for place in places if place.html is not None or place.story is not None]
    _prefetch_pictures(place for place in missing if place.story is not None)
    return found


def _prefetch_pictures(places: Iterable[Teaser]) -> None:
    images = []
    for place in places:
        story: Any = place.story
        if place.look in PICTURED:
            images.append(story.lead_image)
        elif place.look == Look.OPINION:
            images += [author.portrait for author in story.authors[:1]]
    prefetch_renditions(image for image in images if image)
