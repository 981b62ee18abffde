"""Letters on the site: those of a list, and each as a page of the paper. Nothing of a reader is in them.

The newsroom's words are those that were sent; the stories are shown as they are now: a correction reaches whoever comes
later, and what was taken down is gone here too.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from broadsheet.articles import tags as articles
from broadsheet.articles.lists import live_sections
from broadsheet.articles.looks import Look, Teaser, listed
from broadsheet.articles.models import Story
from broadsheet.articles.paging import Paging
from broadsheet.edge.tags import depend
from broadsheet.newsletter import tags
from broadsheet.newsletter.models import Letter, MailingList


def of_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters of a list, the newest first; raises Http404 for a list whose letters are not shown."""
    depend(tags.LISTS)
    mailing_list = get_object_or_404(MailingList, slug=slug, is_archived=True)
    depend(tags.letters(mailing_list.pk))
    rows = Letter.objects.public().filter(mailing_list=mailing_list).defer("html", "text")
    context = {"mailing_list": mailing_list, "paging": Paging.of(rows, request)}
    return render(request, "newsletter/list.html", context)


def one(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A letter; raises Http404 for one that is not public. One whose list has moved leads to where it is now."""
    depend(articles.PAPER, tags.LISTS)
    letters = Letter.objects.public().select_related("mailing_list").defer("html", "text")
    letter = get_object_or_404(letters, pk=number)
    depend(tags.letters(letter.mailing_list_id))
    if letter.mailing_list.slug != slug:
        return redirect(letter, permanent=True)
    return render(request, "newsletter/letter.html", {"letter": letter, "stories": _stories(request, letter)})


def _stories(request: HttpRequest, letter: Letter) -> list[Teaser]:
    """Those that may be read now, in the letter's order. The others are asked for as well: they may come back."""
    numbers = list(dict.fromkeys(row.story_id for row in letter.letter_stories.all()))
    depend(*map(articles.story, numbers))
    times = dict(Story.objects.readable().filter(pk__in=numbers).order_by().values_list("pk", "published_at"))
    found = [(times[number], number) for number in numbers if number in times]
    return listed(Look.LISTED, live_sections(request))(found)
