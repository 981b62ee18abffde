"""Readers' replies for machines: Atom for a story and for the paper, JSON to read, and how many there are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from broadsheet.articles import tags as articles
from broadsheet.articles.languages import paper_language
from broadsheet.articles.models import Paper, Story
from broadsheet.articles.paging import page_number
from broadsheet.comments import tags, threads
from broadsheet.comments.models import Order, RepliesSettings, Reply, ReplyCount
from broadsheet.comments.places import Place, story_of
from broadsheet.comments.text import as_html
from broadsheet.comments.threads import Shown
from broadsheet.discovery.addresses import absolute, page_address, printable
from broadsheet.discovery.responses import answer
from broadsheet.discovery.steady import NEVER
from broadsheet.edge.tags import depend

ITEMS = 50
MINUTES = 1
MOST_PAGES = 9_999


class RepliesFeed(Atom1Feed):
    """A feed of replies as Atom (RFC 4287), whose entries say which they answer (RFC 4685)."""

    def latest_post_date(self) -> datetime:
        """When the newest reply came or changed; long ago where there is none, so that the feed stays the same."""
        return super().latest_post_date() if self.items else NEVER

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:thr": "http://purl.org/syndication/thread/1.0"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("thr:in-reply-to", None, {"ref": item["answers"], "href": item["answers"]})


@require_safe
def story_feed(request: HttpRequest, story_id: int) -> HttpResponseBase:
    """The newest replies to one story."""
    story = _place(story_id).story
    depend(tags.replies(story_id))
    rows = Reply.objects.public().filter(story=story_id).order_by("-approved_at", "-pk")[:ITEMS]
    title = _("Replies to “%(title)s”") % {"title": story.title}
    return _feed(request, title, page_address(story, request), [(reply, story) for reply in rows])


@require_safe
def paper_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest replies in the whole paper."""
    depend(tags.REPLIES, tags.REPLY_RULES, articles.PRIVACY, articles.STORIES)
    rules = RepliesSettings.now()
    closed = [section.pk for section in rules.closed_sections.all()] if rules.pk else []
    public = Reply.objects.public().exclude(story__section__in=closed) if rules.on else Reply.objects.none()
    rows = list(public.order_by("-approved_at", "-pk")[:ITEMS])
    stories = Story.objects.readable().in_bulk({reply.story_id for reply in rows})
    shown = [(reply, stories[reply.story_id]) for reply in rows if reply.story_id in stories]
    return _feed(request, _("Newest replies"), absolute("/"), shown)


@require_safe
def story_json(request: HttpRequest, story_id: int) -> HttpResponseBase:
    """The public replies to a story, the oldest threads first, page by page (`?page=`)."""
    number = page_number(request, MOST_PAGES)
    place = _place(story_id)
    found = threads.page(place, Order.OLDEST, number)
    if found is None:
        raise Http404(f"No page {number}.")
    data = {
        "story": page_address(place.story, request),
        "count": place.approved,
        "open": place.closure(timezone.now()) is None,
        "page": number,
        "pages": found.pages,
        "replies": [_told(one, story_id) for one in found.tree],
    }
    content = json.dumps(data, ensure_ascii=False)
    return answer(request, content, "application/json; charset=utf-8", minutes=MINUTES)


@require_safe
def counts(request: HttpRequest) -> HttpResponseBase:
    """How many replies the stories have that were replied to last, by the paths of the stories: for teasers."""
    depend(articles.PAPER, tags.REPLIES, tags.REPLY_RULES, articles.PRIVACY, articles.STORIES)
    rules = RepliesSettings.now()
    closed = [section.pk for section in rules.closed_sections.all()] if rules.pk else []
    last = Reply.objects.public().exclude(story__section__in=closed).order_by("-approved_at", "-pk")
    ids = set(last.values_list("story", flat=True)[:1_000]) if rules.on else set()
    found = dict(ReplyCount.objects.filter(story__in=ids).values_list("story", "approved"))
    stories = Story.objects.readable().filter(pk__in=ids).defer("body")
    told = ((story.url, found[story.pk]) for story in stories if found.get(story.pk))
    words = {
        path: {"count": count, "words": ngettext("%(count)s reply", "%(count)s replies", count) % {"count": count}}
        for path, count in told
    }
    response = JsonResponse(words)
    response["Cache-Control"] = f"public, max-age={MINUTES * 60}"
    return response


def _place(story_id: int) -> Place:
    """The place below a story that shows replies; raises Http404 for any other."""
    depend(articles.PAPER, tags.REPLY_RULES)
    story = story_of(story_id)
    place = Place.below(story) if story else None
    closure = place.closure(timezone.now()) if place else None
    if place is None or (closure and closure.hides):
        raise Http404(f"No replies to a story {story_id}.")
    return place


def _feed(request: HttpRequest, title: str, link: str, rows: Iterable[tuple[Reply, Story]]) -> HttpResponseBase:
    paper = Paper.for_request(request)
    feed = RepliesFeed(
        title=printable(f"{title} – {paper.name}"),
        link=link,
        description="",
        language=paper_language(),
        author_name=printable(paper.name),
        feed_url=absolute(request.path),
    )
    for reply, story in rows:
        address = absolute(reverse("reply", args=[reply.story_id, reply.pk]))
        above = reply.parent_id
        feed.add_item(
            title=printable(f"{reply.name}: {story.title}"),
            link=address,
            description=printable(as_html(reply.text)),
            author_name=printable(reply.name),
            pubdate=reply.posted_at,
            updateddate=reply.edited_at or reply.posted_at,
            unique_id=address,
            answers=absolute(reverse("reply", args=[reply.story_id, above])) if above else page_address(story, request),
        )
    return answer(request, feed.writeString("utf-8"), RepliesFeed.content_type, minutes=MINUTES)


def _told(one: Shown, story_id: int) -> dict[str, Any]:
    """A reply as JSON: what readers see of it, and nothing else."""
    if one.is_gone:
        return {"id": one.pk, "gone": True, "answers": [_told(answer, story_id) for answer in one.answers]}
    return {
        "id": one.pk,
        "url": absolute(reverse("reply", args=[story_id, one.pk])),
        "answers_to": one.parent_id,
        "name": one.name,
        "role": one.role,
        "by_author": one.by_author,
        "featured": one.featured,
        "text": one.text,
        "html": one.html,
        "likes": one.likes,
        "posted": one.posted_at.isoformat(timespec="seconds"),
        "edited": one.edited_at.isoformat(timespec="seconds") if one.edited_at else None,
        "answers": [_told(answer, story_id) for answer in one.answers],
    }
