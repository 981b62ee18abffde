"""Threads: at the foot of a story, and page by page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from broadsheet.articles import tags as articles
from broadsheet.articles.models import Story
from broadsheet.articles.paging import page_number
from broadsheet.comments import proofs, stamps, tags, threads
from broadsheet.comments.models import Order, RepliesSettings, Reply
from broadsheet.comments.phases.rules import asks_proof
from broadsheet.comments.places import Place, parent_of, story_of
from broadsheet.edge.tags import depend, until
from broadsheet.front.replies.forms import ReplyForm

MOST_PAGES = 9_999


def thread(request: HttpRequest, story_id: int) -> HttpResponse:
    """The first page of a story's replies with the form to reply: what stands at the foot of the story."""
    place = place_below(request, story_id)
    return render(request, "fragments/replies.html", about(place, threads.page(place)))


def count(request: HttpRequest, story_id: int) -> HttpResponse:
    """A link to the replies that says how many there are; nothing where there are none."""
    place = place_below(request, story_id)
    depend(tags.replies(story_id))
    closure = place.closure(timezone.now())
    shown = place.approved and not (closure and closure.hides)
    return render(request, "fragments/reply_count.html", {"place": place, "count": place.approved if shown else 0})


def stamp(request: HttpRequest) -> HttpResponse:
    """A stamp of this moment for a form that somebody begins to fill in; never kept."""
    return HttpResponse(stamps.stamp(), content_type="text/plain", headers={"Cache-Control": "no-store"})


def proof(request: HttpRequest) -> HttpResponse:
    """A challenge for the browser to work on, where the rules ask for it; never kept."""
    asked = asks_proof(RepliesSettings.now())
    if asked is None:
        raise Http404("No proof of work is asked for.")
    return JsonResponse(proofs.challenge(asked.tries, timezone.now()), headers={"Cache-Control": "no-store"})


def in_order(request: HttpRequest, story_id: int, order: str = "") -> HttpResponse:
    """A page of its own with the replies to a story, one part of them (`?page=`), in any of the orders."""
    number = page_number(request, MOST_PAGES)
    place = place_below(request, story_id)
    found = threads.page(place, order, number)
    closure = place.closure(timezone.now())
    if found is None or (closure and closure.hides):
        raise Http404(f"No page {number}.")
    return render(request, "replies/thread.html", about(place, found))


def permalink(request: HttpRequest, story_id: int, reply_id: int) -> HttpResponse:
    """Leads to where the reply stands among the others now."""
    place = place_below(request, story_id)
    reply = parent_of(story_id, reply_id)
    if reply is None:
        raise Http404(f"No reply {reply_id}.")
    return HttpResponseRedirect(place_of(reply, place))


def place_of(reply: Reply, place: Place) -> str:
    """The address at which the reply, which must be public, stands at the moment."""
    number = threads.page_of(reply, place.rules.order, place.rules.page_size)
    page = place.story.url if number == 1 else f"{reverse('replies-page', args=[place.story.pk])}?page={number}"
    return f"{page}#reply-{reply.pk}"


def answer(request: HttpRequest, story_id: int, reply_id: int) -> HttpResponse:
    """A page with the form to answer one reply, which stands above it; where no script puts the form beneath it."""
    place = place_below(request, story_id)
    depend(tags.replies(story_id))
    parent = parent_of(story_id, reply_id)
    closure = place.closure(timezone.now())
    if parent is None or (closure and closure.hides):
        raise Http404(f"No reply {reply_id}.")
    return render(request, "replies/answer.html", {**about(place), "parent": threads.shown(parent)})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of a reply and of whoever wrote it, as the settings have it."""
    depend(articles.PAPER, tags.REPLY_RULES)
    return render(request, "replies/privacy.html", {"rules": RepliesSettings.now()})


def place_below(request: HttpRequest, story_id: int, known: Story | None = None) -> Place:
    """The place below the story, which may be known, or that of the page being made; Http404 if nobody may read it."""
    story: Story | None = known or getattr(request, "_broadsheet_story", None)
    if story is None or story.pk != story_id:
        story = story_of(story_id)
    if story is None:
        raise Http404(f"No story {story_id}.")
    depend(articles.PAPER, tags.REPLY_RULES)
    kept: Place | None = getattr(request, "_broadsheet_place", None)
    place = kept if kept is not None and kept.story is story else Place.below(story)
    request.__dict__["_broadsheet_place"] = place
    if place.closes_at and place.closes_at > timezone.now():
        until(place.closes_at)
    return place


def about(place: Place, page: threads.ThreadPage | None = None) -> dict[str, Any]:
    """What templates show of a place."""
    closure = place.closure(timezone.now())
    at = reverse("replies-page", args=[place.story.pk])
    return {
        "place": place,
        "at": at,
        "pages_at": at if page is None or page.order == place.rules.order else f"{at}{page.order}/",
        "story": place.story,
        "rules": place.rules,
        "closure": closure,
        "page": page,
        "proof": asks_proof(place.rules) is not None,
        "orders": [(one.value, one.label) for one in Order],
        "form": None if closure else ReplyForm(rules=place.rules),
    }
