"""Digests at work: each makes a letter when its time has come, and sends it where nobody has to approve it.

Made and the next time set in one transaction; sent by another process, after the checks. So whatever is killed in
between leaves a draft that is to go, which goes later, or nothing at all.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from broadsheet.accounts.models import User
from broadsheet.articles.models import Story
from broadsheet.newsletter.checks import before_sending
from broadsheet.newsletter.freezing import LetterError, begin
from broadsheet.newsletter.models import Digest, Letter, LetterState, LetterStory
from broadsheet.newsletter.picking import top
from broadsheet.newsletter.rendering import RenderingError, render

log = logging.getLogger("broadsheet.letters")
SEND = "broadsheet_newsletter.change_letter"
"""Who may send letters."""


def make_due(now: datetime) -> int:
    """Make the letters whose time has come; how many. Safe from several workers at once."""
    due = Digest.objects.filter(is_on=True, next_at__lte=now).values_list("pk", flat=True)
    return sum(_make(pk, now) is not None for pk in due)


@transaction.atomic
def _make(pk: int, now: datetime) -> Letter | None:
    """None where another worker was faster, or nothing is new. Times that were missed are one."""
    due = Digest.objects.select_for_update(of=("self",)).filter(pk=pk, is_on=True, next_at__lte=now)
    digest = due.select_related("mailing_list", "section").first()
    if digest is None:
        return None
    Digest.objects.filter(pk=pk).update(next_at=digest.next_after(now))
    _overtake(digest)
    with override(settings.LANGUAGE_CODE):
        letter = _letter(digest, now)
        if letter is None:
            _say(digest, _("Nothing was new: no letter was made."))
        elif digest.needs_approval:
            _say(digest, _("A letter waits for approval."))
            _tell(letter, _("A letter waits for your approval"))
    return letter


def _letter(digest: Digest, now: datetime) -> Letter | None:
    numbers = top(digest.mailing_list, digest.section, digest.most)
    if not numbers:
        return None
    subject = digest.subject or Story.objects.only("title").get(pk=numbers[0]).title
    letter = Letter(mailing_list=digest.mailing_list, subject=subject[:150], intro=digest.intro, digest=digest)
    letter.picked_at, letter.picked_from, letter.goes_by_itself = now, digest.section, not digest.needs_approval
    letter.letter_stories = [LetterStory(story_id=pk, sort_order=place) for place, pk in enumerate(numbers)]
    letter.save()
    return letter


def _overtake(digest: Digest) -> None:
    """What still waits for approval is out of date: its stories are in the new letter."""
    Letter.objects.filter(digest=digest, state=LetterState.DRAFT).update(
        state=LetterState.CANCELLED, goes_by_itself=False, finished_at=timezone.now()
    )


def begin_due() -> int:
    """Check and begin the letters that go by themselves; how many began.

    One that a check stops stays a draft, and those who may send letters are told.
    """
    letters = Letter.objects.filter(state=LetterState.DRAFT, goes_by_itself=True)
    return sum(_begin(letter) for letter in letters.select_related("mailing_list", "digest"))


def _begin(letter: Letter) -> bool:
    with override(settings.LANGUAGE_CODE):
        try:
            words = render(letter)
            wrong = [one.words for one in before_sending(letter, words) if one.stops]
            if not wrong:
                begin(letter.pk, words.html, words.text)
                _say(letter.digest, _("The letter was sent."))
                return True
        except LetterError:  # another process was faster
            return False
        except RenderingError as error:
            wrong = [str(error)]
        _hold(letter, " ".join(wrong))
    return False


@transaction.atomic
def _hold(letter: Letter, why: str) -> None:
    log.warning("letter %d was made, but not sent: %s", letter.pk, why)
    if Letter.objects.filter(pk=letter.pk, goes_by_itself=True).update(goes_by_itself=False):
        _say(letter.digest, why)
        _tell(letter, _("A letter was not sent"), why)


def _say(digest: Digest | None, words: str) -> None:
    if digest is not None:
        said = f"{timezone.localtime():%Y-%m-%d %H:%M} {words}"
        Digest.objects.filter(pk=digest.pk).update(said=said[:300])


def _tell(letter: Letter, subject: str, why: str = "") -> None:
    """A mail to each who may send letters; it is a row of the same transaction, delivered by the worker."""
    where = settings.PUBLIC_URL + reverse("desk_letter", args=[letter.pk])
    body = "\n\n".join(filter(None, [letter.subject, why, where])) + "\n"
    for user in User.objects.filter(is_active=True):
        if user.has_perm(SEND):
            EmailMessage(subject, body, to=[user.email], headers={"Auto-Submitted": "auto-generated"}).send()
