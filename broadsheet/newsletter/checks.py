"""What is looked at before a letter goes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from broadsheet.newsletter.dead_links import troubles
from broadsheet.newsletter.models import Letter, Subscription
from broadsheet.newsletter.notes import readers_of
from broadsheet.newsletter.rendering import Words, stories_of

CLIP = 102 * 1024
"""Bytes of HTML behind which Gmail shows no more."""


@dataclass(frozen=True)
class Finding:
    """Something that is wrong; one that `stops` must be mended first."""

    words: str
    stops: bool = True


def findings(letter: Letter, words: Words) -> Iterator[Finding]:
    """What is wrong with `letter`, made into `words`, as far as we know without asking anybody."""
    rows = list(letter.letter_stories.select_related("story"))
    told = Counter(row.story_id for row in rows)
    readable = {story.pk for story in stories_of(letter)}
    for row in {row.story_id: row for row in rows}.values():
        if told[row.story_id] > 1:
            yield Finding(_("“%(title)s” stands in the letter twice.") % {"title": row.story.title})
        if row.story_id not in readable:
            yield Finding(_("“%(title)s” is not public: publish it or take it out.") % {"title": row.story.title})
    if not readable and not letter.intro.strip():
        yield Finding(_("The letter is empty."))
    if len(words.html.encode()) > CLIP:
        size = len(words.html.encode()) // 1024
        yield Finding(_("The letter has %(size)d KB; Gmail cuts it off behind 102.") % {"size": size}, stops=False)
    if not readers(letter):
        yield Finding(_("Nobody is on this list yet."))


def readers(letter: Letter) -> int:
    """How many would get it now: who wants the list, or of a note who was sent the story."""
    if letter.corrects_id is not None:
        return readers_of(letter)
    return Subscription.objects.filter(mailing_list=letter.mailing_list_id, is_on=True).count()


def before_sending(letter: Letter, words: Words) -> Iterator[Finding]:
    """All that is wrong with `letter`; asks for the links in its words, which takes some seconds."""
    yield from findings(letter, words)
    yield from dead_links(letter)


def dead_links(letter: Letter) -> Iterator[Finding]:
    """Links in the newsroom's words that lead nowhere, and those of which nobody knows."""
    for one in troubles(letter.intro):
        said = _("%(url)s leads nowhere (%(why)s).") if one.is_dead else _("%(url)s could not be checked (%(why)s).")
        yield Finding(said % {"url": one.url, "why": one.why}, stops=one.is_dead)
