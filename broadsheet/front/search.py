"""The search page: stories by words, section and date, authors and topics first, matches marked."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import StreamValue

from broadsheet.articles.models import Author, Section, Story, Topic
from broadsheet.articles.paging import Paging
from broadsheet.articles.plain import paragraphs
from broadsheet.articles.teasers import extract
from broadsheet.front.finding.questions import Question, folded, parse
from broadsheet.front.finding.spelling import suggestion
from broadsheet.front.finding.stories import Narrowing, SearchError, find, in_database
from broadsheet.media.pictures import prefetch_renditions

logger = logging.getLogger(__name__)
LONGEST_QUERY = 200
SNIPPET = 220
"""Characters of a story's text that a result shows."""
HEADS = 3
"""How many authors and how many topics stand above the stories."""
MOST_NAMES = 5_000
"""The newest authors and topics, among whom names are looked for."""

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
    """The search page; 400 with the form and what is wrong for a query that is none, 503 where nothing can be asked."""
    form = SearchForm(request.GET)
    valid = form.is_valid()
    query = form.cleaned_data.get("q", "").strip() if valid else ""
    context: dict[str, Any] = {"form": form, "query": query, "paging": None, "authors": [], "topics": []}
    status = 200 if valid else 400
    if query:
        try:
            context |= answer(parse(query), form.cleaned_data, request)
        except SearchError as error:
            logger.error("%s", error)
            context["broken"], status = True, 503
    # What readers look for is theirs, and there are endless questions: no cache keeps an answer.
    response = render(request, "search.html", context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def answer(question: Question, wanted: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """What the page shows for a question: stories, and on its first page authors, topics, what may have been meant."""
    narrowing = Narrowing(wanted.get("section"), wanted.get("since"), wanted.get("until"))
    paging = Paging.of(lambda start, stop: find(question, narrowing, start, stop), request)
    pattern = matches(question.words)
    for story in paging.items:
        story.marked_headline = mark(story.teaser_headline, pattern)
        story.snippet = snippet(story, pattern)
    prefetch_renditions(story.lead_image for story in paging.items if story.lead_image)
    if paging.number > 1:
        return {"paging": paging}
    found = {"authors": heads(Author, question), "topics": heads(Topic, question)}
    known = bool(paging.items) and has_all(paging.items[0], question)
    return {"paging": paging, **found, "meant": "" if known or not in_database() else suggestion(question)}


def has_all(story: Story, question: Question) -> bool:
    """Whether a story has all terms of a question: then none of them is misspelt."""
    whole = folded(" ".join([story.title, story.standfirst, *texts(story.body)]))
    return all(term.pattern.search(whole) for term in question.terms)


def heads(model: type[Author] | type[Topic], question: Question) -> list[Author | Topic]:
    """The authors or topics with words in their names that begin as the words of `question` do."""
    begun = [f" {folded(word)}" for word in question.words]
    names = model.objects.order_by("-pk").values_list("pk", "name")[:MOST_NAMES] if begun else ()
    found = [pk for pk, name in names if all(word in _words_of(name) for word in begun)]
    return sorted(model.objects.filter(pk__in=found[:HEADS]), key=lambda head: head.name) if found else []


@lru_cache(maxsize=2 * MOST_NAMES)
def _words_of(name: str) -> str:
    """The words of a name, folded, each after a space."""
    return " " + " ".join(re.findall(r"\w+", folded(name)))


def matches(words: Sequence[str]) -> re.Pattern[str]:
    """What to mark: words that begin as these do."""
    return re.compile("|".join(rf"\b{re.escape(word)}\w*" for word in words) or r"(?!)", re.IGNORECASE)


def snippet(story: Story, pattern: re.Pattern[str]) -> SafeString:
    """HTML of whole sentences of `story` around what `pattern` finds, the words marked; else its summary.

    A standfirst with the words stands whole; `articles.teasers` has the rule.
    """
    if pattern.search(story.standfirst):
        return mark(story.standfirst, pattern)
    extracts = (extract(text, pattern, SNIPPET) for text in texts(story.body, pattern))
    return mark(next(filter(None, extracts), story.summary), pattern)


def mark(text: str, pattern: re.Pattern[str]) -> SafeString:
    """`text` as HTML with all that `pattern` matches in `<mark>`."""
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        end = match.end()
    return SafeString("".join([*pieces, escape(text[end:])]))


def texts(body: StreamValue, wanted: re.Pattern[str] | None = None) -> Iterator[str]:
    """The plain text of each paragraph and list item of a body; of blocks first that plainly have what is `wanted`.

    To parse a block takes longer than all else that is done with it, and the first that has the words is nearly always
    enough.
    """
    sources = [block.value.source for block in body if block.block_type == "paragraph"]
    if wanted is not None:
        sources.sort(key=lambda source: not wanted.search(source))
    for source in sources:
        yield from paragraphs(source)
