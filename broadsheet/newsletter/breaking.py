"""Breaking news: a letter of one story, made and sent in one go."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.accounts.models import User
from broadsheet.articles.models import Story
from broadsheet.newsletter.checks import findings
from broadsheet.newsletter.freezing import LetterError, begin
from broadsheet.newsletter.models import Letter, LetterState, LetterStory, MailingList
from broadsheet.newsletter.rendering import render
from broadsheet.newsletter.servers import servers


def sent_before(story_id: int, mailing_list: MailingList) -> Letter | None:
    """The letter that has brought the story to the list already."""
    letters = Letter.objects.filter(mailing_list=mailing_list, letter_stories__story=story_id, begun_at__isnull=False)
    return letters.exclude(state=LetterState.CANCELLED).defer("html", "text").first()


@transaction.atomic
def alert(story: Story, mailing_list_id: int, subject: str, by: User) -> Letter:
    """Send `story` to everybody on that list of breaking news, once, be it asked for twice at the same moment.

    Raises LetterError, and leaves no draft, where the list has had the story, or a check stops it.
    """
    lists = MailingList.objects.select_for_update().filter(pk=mailing_list_id, is_breaking=True)
    mailing_list = lists.first()
    if mailing_list is None:
        raise LetterError(_("This is no list for breaking news."))
    before = sent_before(story.pk, mailing_list)
    if before is not None and before.begun_at is not None:
        at = date_format(timezone.localtime(before.begun_at), "DATETIME_FORMAT")
        raise LetterError(_("The list got this story at %(at)s already.") % {"at": at})
    if not servers():
        raise LetterError(_("There is no mail server: set BROADSHEET_EMAIL_URL."))
    letter = Letter(mailing_list=mailing_list, subject=" ".join(subject.split())[:150] or story.title[:150])
    letter.letter_stories = [LetterStory(story=story)]
    letter.save()
    words = render(letter)
    wrong = [one.words for one in findings(letter, words) if one.stops]
    if wrong:
        raise LetterError(" ".join(wrong))
    return begin(letter.pk, words.html, words.text, by)
