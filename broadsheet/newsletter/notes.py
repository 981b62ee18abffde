"""Corrections that travel: a note to exactly those who were sent a story that has been corrected since."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from broadsheet.articles.models import Correction, Story
from broadsheet.newsletter.models import Delivery, DeliveryState, Letter, LetterState, LetterStory


def that_brought(story_id: int) -> QuerySet[Letter]:
    """The letters by which the story went out, without notes about it."""
    return Letter.objects.filter(letter_stories__story=story_id, begun_at__isnull=False, corrects=None).distinct()


def corrections_since(story_id: int) -> list[Correction]:
    """The corrections of a story that nobody has been told of to whom it was mailed, the oldest first."""
    since = that_brought(story_id).aggregate(first=Min("begun_at"))["first"]
    told = Letter.objects.filter(corrects=story_id, begun_at__isnull=False).exclude(state=LetterState.CANCELLED)
    last = told.aggregate(last=Max("begun_at"))["last"] or since
    return list(Correction.objects.filter(story=story_id, date__gt=last).order_by("date")) if last else []


def lists_that_had(story_id: int) -> list[tuple[str, int]]:
    """The names of the lists that were sent the story, each with the number of readers who were."""
    rows = Delivery.objects.filter(letter__in=that_brought(story_id).values("pk"), state=DeliveryState.HANDED)
    found = rows.values_list("letter__mailing_list__name").annotate(Count("subscriber", distinct=True))
    return list(found.order_by("letter__mailing_list"))


def readers_of(note: Letter) -> int:
    """How many were sent the story that `note` corrects, by letters of its list."""
    letters = that_brought(note.corrects_id or 0).filter(mailing_list=note.mailing_list_id)
    rows = Delivery.objects.filter(letter__in=letters.values("pk"), state=DeliveryState.HANDED)
    return rows.values("subscriber").distinct().count()


@transaction.atomic
def write(story: Story) -> list[Letter]:
    """Drafts of a note, one for each list that was sent `story`; none where there is nothing to tell.

    Who is on two of these lists gets one of them.
    """
    corrections = corrections_since(story.pk)
    lists = dict.fromkeys(that_brought(story.pk).order_by("mailing_list").values_list("mailing_list", flat=True))
    made: list[Letter] = []
    for number in lists if corrections else ():
        subject = _("Correction: %(title)s") % {"title": story.title}
        intro = "\n\n".join([_("A story that we sent you has been corrected."), *(one.text for one in corrections)])
        note = Letter(mailing_list_id=number, subject=subject[:150], intro=intro, corrects=story)
        note.letter_stories = [LetterStory(story=story)]
        note.save()
        made.append(note)
        Letter.objects.filter(pk=note.pk).update(note=made[0].pk)
    return made
