"""A letter's page in the desk: what it looks like, what is wrong with it, a test, and sending it."""

from __future__ import annotations

from typing import cast

from django.core.mail import EmailMultiAlternatives, get_connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.accounts.models import User
from broadsheet.articles.models import Section, Story
from broadsheet.newsletter import notes, picking, rendering, steering
from broadsheet.newsletter.checks import before_sending, dead_links, findings, readers
from broadsheet.newsletter.desk.gate import for_those_who_send
from broadsheet.newsletter.freezing import LetterError, begin
from broadsheet.newsletter.ledger import tally
from broadsheet.newsletter.mails import delivery
from broadsheet.newsletter.models import (
    DeliveryState,
    Exclusion,
    Letter,
    LetterState,
    LetterStory,
    Refusal,
    Returned,
)
from broadsheet.newsletter.rendering import Words
from broadsheet.newsletter.servers import servers

_DARK = "@media (prefers-color-scheme: dark)"
STEER = {"pause": steering.pause, "resume": steering.resume, "cancel": steering.cancel}


@require_safe
@for_those_who_send
def show(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The page; with `?links` the links in its words are asked for, which takes some seconds.

    While the letter is under way the page asks for itself anew every few seconds.
    """
    letter = get_object_or_404(Letter.objects.select_related("mailing_list"), pk=letter_id)
    words = words_of(letter)
    found, reasons = tally(letter), dict([*Exclusion.choices, *Refusal.choices])
    wrong = list(findings(letter, words)) if letter.state == LetterState.DRAFT else []
    wrong += dead_links(letter) if "links" in request.GET else []
    context = {
        "letter": letter,
        "is_draft": letter.state == LetterState.DRAFT,
        "moves": letter.state in (LetterState.FREEZING, LetterState.SENDING),
        "findings": wrong,
        "asked_links": "links" in request.GET,
        "sections": Section.objects.live().order_by("path").only("title"),
        "readers": readers(letter),
        "links": letter.links.all(),
        "corrected": _corrected(letter),
        "tally": found,
        "states": [(DeliveryState(state).label, count) for state, count in found.states.items()],
        "excluded": [(reasons.get(reason, reason), count) for reason, count in found.excluded.items()],
        "returned": [(Returned(kind).label, count) for kind, count in found.returned.items()],
        "text": words.text,
        "has_server": bool(servers()),
    }
    return render(request, "desk/letters/letter.html", context)


@require_safe
@xframe_options_sameorigin
@for_those_who_send
def mail(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter's HTML alone, for the frames of the page: light, or with `?dark` as in dark mode.

    Nothing in it may do anything.
    """
    mode = "all" if "dark" in request.GET else "not all"
    answer = HttpResponse(words_of(get_object_or_404(Letter, pk=letter_id)).html.replace(_DARK, f"@media {mode}"))
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


@require_POST
@for_those_who_send
def do(request: HttpRequest, letter_id: int) -> HttpResponse:
    """What the pressed button says: pick, test, send, pause, resume, cancel."""
    letter = get_object_or_404(Letter, pk=letter_id)
    word = request.POST.get("do", "")
    try:
        if word == "test":
            _test(letter, cast(User, request.user))
            messages.success(request, _("A test is on its way to %(to)s.") % {"to": cast(User, request.user).email})
        elif word == "send":
            _send(letter, cast(User, request.user))
            messages.success(request, _("The letter is being sent."))
        elif word == "pick":
            count = _pick(letter, request.POST.get("section", ""), request.POST.get("most", ""))
            told = ngettext("%(count)s story was added.", "%(count)s stories were added.", count)
            messages.success(request, told % {"count": count})
        elif word in STEER:
            STEER[word](letter.pk)
    except (LetterError, rendering.RenderingError) as error:
        messages.error(request, str(error))
    return redirect("desk_letter", letter.pk)


def _corrected(letter: Letter) -> list[Story]:
    """The stories of a letter that went out, and were corrected since without anybody's being told."""
    if letter.begun_at is None or letter.corrects_id is not None:
        return []
    stories = Story.objects.filter(pk__in=letter.letter_stories.values("story")).only("title")
    return [story for story in stories if notes.corrections_since(story.pk)]


def words_of(letter: Letter) -> Words:
    """As they were sent; of a draft, as they are now."""
    return Words(letter.html, letter.text) if letter.begun_at else rendering.render(letter)


def _pick(letter: Letter, section: str, most: str) -> int:
    """Add the newest stories by rule to a draft; how many. What stands in the letter stays where it is."""
    if letter.state != LetterState.DRAFT:
        raise LetterError(_("Only a draft can be changed."))
    count = max(1, min(int(most), 30)) if most.isdecimal() and len(most) < 4 else 5
    where = Section.objects.live().filter(pk=section).first() if section.isdecimal() and len(section) < 19 else None
    rows = list(letter.letter_stories.all())
    there, last = [row.story_id for row in rows], max((row.sort_order or 0 for row in rows), default=0)
    new = [pk for pk in picking.top(letter.mailing_list, where, count + len(there)) if pk not in there][:count]
    added = [LetterStory(letter=letter, story_id=pk, sort_order=place) for place, pk in enumerate(new, last + 1)]
    LetterStory.objects.bulk_create(added)
    Letter.objects.filter(pk=letter.pk).update(picked_at=timezone.now(), picked_from=where)
    return len(added)


def _send(letter: Letter, by: User) -> None:
    words = rendering.render(letter)
    wrong = [one.words for one in before_sending(letter, words) if one.stops]
    if wrong:
        raise LetterError(" ".join(wrong))
    if not servers():
        raise LetterError(_("There is no mail server: set BROADSHEET_EMAIL_URL."))
    begin(letter.pk, words.html, words.text, by)


def _test(letter: Letter, to: User) -> None:
    words = words_of(letter)
    subject = f"[{_('Test')}] {letter.subject}"
    message = EmailMultiAlternatives(subject, words.text, to=[to.email], connection=get_connection(delivery()))
    message.attach_alternative(words.html, "text/html")
    message.send()
