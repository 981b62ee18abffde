"""Stories by rule: the top of a section, or of the paper, since the last letter by that rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from broadsheet.articles.edition import choose
from broadsheet.articles.lists import beneath, live_sections
from broadsheet.articles.models import Front, Section, Story
from broadsheet.newsletter.models import Letter, LetterState, LetterStory, MailingList

FIRST = timedelta(days=7)
"""How far the first letter by a rule looks back."""
OVERLAP = timedelta(minutes=10)
"""A story is published a moment after the time that it bears; one that was told is never told twice."""
SEEN = 500


def top(mailing_list: MailingList, section: Section | None, most: int) -> list[int]:
    """The numbers of at most `most` stories of `section` and below (None: of the paper) that are new to the list.

    In the order of the section's own page, where editors have put first what is important; then the newest first.
    """
    new = _new(mailing_list, section)
    sections = live_sections()
    page = section or Front.objects.live().order_by("path").first()
    slots = choose(page.layout, sections, section) if page is not None and new else []
    put_up = [pk for slot in slots for pk in slot.chosen if pk in new]
    return list(dict.fromkeys([*put_up, *new]))[:most]


def _new(mailing_list: MailingList, section: Section | None) -> dict[int, None]:
    begun = Letter.objects.filter(mailing_list=mailing_list, begun_at__isnull=False)
    begun = begun.exclude(state=LetterState.CANCELLED)
    told = LetterStory.objects.filter(letter__in=begun.values("pk")).values("story")
    last: datetime | None = begun.filter(picked_from=section).aggregate(last=Max("picked_at"))["last"]
    since = last - OVERLAP if last else timezone.now() - FIRST
    found = Story.objects.readable().filter(published_at__gt=since).exclude(pk__in=told)
    if section is not None:
        found = found.filter(section__in=beneath(section, live_sections()))
    return dict.fromkeys(found.newest_first().values_list("pk", flat=True)[:SEEN])
