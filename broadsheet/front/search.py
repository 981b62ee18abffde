"""The search page: stories by words, section and date, authors and topics first, matches marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import StreamValue
from wagtail.search.backends import get_search_backend

from broadsheet.articles.models import Author, Section, Story, Topic
from broadsheet.articles.paging import Paging
from broadsheet.articles.plain import paragraphs
from broadsheet.articles.teasers import extract
from broadsheet.media.pictures import prefetch_renditions

LONGEST_QUERY = 200
SNIPPET = 220
"""Characters of a story's text that a result shows."""
HEADS = 3
"""How many authors and how many topics stand above the stories."""

DATES = [MinValueValidator(date(1700, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class SearchForm(forms.Form):
    """What a reader may ask for."""

    q = forms.CharField(label=_("Words"), max_length=LONGEST_QUERY, required=False)
    section = forms.ModelChoiceField(
        Section.objects.live().order_by("path"), to_field_name="slug", label=_("Section"), required=False
    )
    since = forms.DateField(label=pgettext_lazy("the first day", "From"), required=False, validators=DATES)
    until = forms.DateField(label=pgettext_lazy("the last day", "To"), required=False, validators=DATES)


def search(request: HttpRequest) -> HttpResponse:
    """The search page; answers 400 with the form and what is wrong for a query that is none."""
    form = SearchForm(request.GET)
    valid = form.is_valid()
    query = form.cleaned_data.get("q", "").strip() if valid else ""
    context: dict[str, Any] = {"form": form, "query": query, "paging": None, "authors": [], "topics": []}
    if query:
        paging = Paging.of(lambda start, stop: find(form.cleaned_data, start, stop), request)
        pattern = matches(query)
        for story in paging.items:
            story.marked_headline = mark(story.teaser_headline, pattern)
            story.snippet = snippet(story, pattern)
        prefetch_renditions(story.lead_image for story in paging.items if story.lead_image)
        context["paging"] = paging
        if paging.number == 1:
            context |= {"authors": heads(Author, query), "topics": heads(Topic, query)}
    # What readers look for is theirs, and there are endless questions: no cache keeps an answer.
    response = render(request, "search.html", context, status=200 if valid else 400)
    response["Cache-Control"] = "private, no-cache"
    return response


def find(wanted: dict[str, Any], start: int, stop: int) -> list[Story]:
    """Readable stories that have all the words (any of them where none has all), the best first."""
    stories = Story.objects.live().filter(published_at__isnull=False)
    if wanted.get("section"):
        stories = stories.descendant_of(wanted["section"])
    if wanted.get("since"):
        stories = stories.filter(published_at__gte=midnight(wanted["since"]))
    if wanted.get("until"):
        stories = stories.filter(published_at__lt=midnight(wanted["until"] + timedelta(days=1)))
    words = " ".join(re.findall(r"\w+", wanted["q"]))
    ids: list[int] = []
    for operator in ("and", "or") if words else ():
        ids = ids or [story.pk for story in stories.search(words, operator=operator)[start:stop]]
    found = Story.objects.readable().select_related("section", "lead_image").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def midnight(day: date) -> datetime:
    """The instant at which `day` begins in the newsroom's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def heads(model: type[Author] | type[Topic], query: str) -> list[Author | Topic]:
    """The authors or topics with words in their names that begin as the words of `query` do."""
    words = " ".join(re.findall(r"\w+", query))
    return list(get_search_backend().autocomplete(words, model)[:HEADS]) if words else []


def matches(query: str) -> re.Pattern[str]:
    """What to mark: words that begin as the words of `query` do."""
    words = re.findall(r"\w+", query)
    return re.compile("|".join(rf"\b{re.escape(word)}\w*" for word in words) or r"(?!)", re.IGNORECASE)


def snippet(story: Story, pattern: re.Pattern[str]) -> SafeString:
    """HTML of whole sentences of `story` around what `pattern` finds, the words marked; else its summary.

    A standfirst with the words stands whole; `articles.teasers` has the rule.
    """
    if pattern.search(story.standfirst):
        return mark(story.standfirst, pattern)
    extracts = (extract(text, pattern, SNIPPET) for text in texts(story.body))
    return mark(next(filter(None, extracts), story.summary), pattern)


def mark(text: str, pattern: re.Pattern[str]) -> SafeString:
    """`text` as HTML with all that `pattern` matches in `<mark>`."""
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        end = match.end()
    return SafeString("".join([*pieces, escape(text[end:])]))


def texts(body: StreamValue) -> Iterator[str]:
    """The plain text of each paragraph and list item of a body."""
    for block in body:
        if block.block_type == "paragraph":
            yield from paragraphs(block.value.source)
