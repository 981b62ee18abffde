"""Threads as readers find them: a page of replies in the order of their paths, as a tree no deeper than is set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString

from broadsheet.comments import tags, text
from broadsheet.comments.models import Order, Reply, State
from broadsheet.comments.places import Place
from broadsheet.edge.tags import depend

SHOWN = (
    *("pk", "parent_id", "depth", "thread", "path", "state", "name", "website", "text"),
    *("posted_at", "edited_at", "featured", "likes", "role", "by_author"),
)
MOST_FEATURED = 3


@dataclass
class Shown:
    """A reply with what readers see of it."""

    pk: int
    parent_id: int | None
    depth: int
    thread: str
    path: str
    state: str
    name: str
    website: str
    text: str
    posted_at: datetime
    edited_at: datetime | None
    featured: bool
    likes: int
    role: str
    by_author: bool
    answers: list[Shown] = field(default_factory=list)
    answered: Shown | None = None
    """Whom it answers, where that does not show by its place."""

    @cached_property
    def id(self) -> str:
        """Its number as templates print it: a whole number would first be made one in the reader's language."""
        return str(self.pk)

    @cached_property
    def html(self) -> SafeString:
        """Its text."""
        return text.as_html(self.text)

    @property
    def is_gone(self) -> bool:
        """Whether it stands only for what was there, because others have answered it."""
        return self.state != State.APPROVED

    @property
    def was_deleted(self) -> bool:
        """Whether its writer took it back."""
        return self.state == State.DELETED

    @cached_property
    def answers_in_all(self) -> int:
        """How many replies hang below it on this page."""
        return sum(1 - one.is_gone + one.answers_in_all for one in self.answers)


@dataclass(frozen=True)
class ThreadPage:
    """One page of the replies to a story."""

    tree: list[Shown]
    featured: list[Shown]
    number: int
    pages: int
    order: str

    @property
    def previous(self) -> int | None:
        """The number of the page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after."""
        return self.number + 1 if self.number < self.pages else None


def page(place: Place, order: str = "", number: int = 1) -> ThreadPage | None:
    """Page `number` of the replies at `place`; None where there is no such page.

    Three queries or four, however many replies there are and however they hang together.
    """
    depend(tags.replies(place.story.pk))
    order, size = order or place.rules.order, place.rules.page_size
    pages = max(1, -(-place.approved // size))
    if not 1 <= number <= pages:
        return None
    rows = _page(place.story.pk, order, (number - 1) * size, size) if place.approved else []
    picks = _public(place.story.pk).filter(featured=True)[:MOST_FEATURED]
    featured = _shown(picks) if number == 1 and rows and place.has_featured else []
    return ThreadPage(tree(rows, place.rules.depth), featured, number, pages, order)


def shown(reply: Reply) -> Shown:
    """`reply` as readers see it by itself."""
    return Shown(*(getattr(reply, name) for name in SHOWN))


def page_of(reply: Reply, order: str, size: int) -> int:
    """The number of the page that shows `reply`, which must be public, where pages have `size` replies."""
    public = _public(reply.story_id)
    if order == Order.NEWEST:
        before = public.filter(Q(thread__gt=reply.thread) | Q(thread=reply.thread, path__lt=reply.path))
    elif order == Order.TOP:
        sizes = _sizes(reply.story_id)
        ahead = sum(size for thread, size in sizes[: [thread for thread, _ in sizes].index(reply.thread)])
        return (ahead + public.filter(thread=reply.thread, path__lt=reply.path).count()) // size + 1
    else:
        before = public.filter(path__lt=reply.path)
    return before.count() // size + 1


def tree(rows: Sequence[Shown], depth: int) -> list[Shown]:
    """`rows` (in the order of their paths) as trees of `depth` levels at most below the first.

    Where a reply hangs below one that is not public, that one stands before it as gone. What does not hang below the
    one that it answers, because that is deeper than is shown or on an earlier page, says so in `answered`.
    """
    known = {row.pk: row for row in rows}
    missing = {row.parent_id for row in rows if row.parent_id and row.parent_id not in known}
    absent = {row.pk: row for row in _shown(Reply.objects.filter(pk__in=missing))} if missing else {}
    trees: list[Shown] = []
    above: list[Shown] = []
    for row in _with_gone(rows, absent):
        level = min(row.depth, depth, len(above))
        del above[level:]
        parent = above[-1] if above else None
        if row.parent_id and not row.is_gone and (parent is None or parent.pk != row.parent_id):
            row.answered = known.get(row.parent_id) or absent.get(row.parent_id)
        (parent.answers if parent else trees).append(row)
        above.append(row)
    return trees


def _with_gone(rows: Sequence[Shown], absent: dict[int, Shown]) -> Iterable[Shown]:
    """`rows`, and before the first that answers one which is gone, that one."""
    told = set()
    for row in rows:
        parent = absent.get(row.parent_id or 0)
        if parent and parent.is_gone and parent.pk not in told:
            told.add(parent.pk)
            yield parent
        yield row


def _public(story_id: int) -> QuerySet[Reply]:
    return Reply.objects.public().filter(story=story_id)


def _shown(rows: QuerySet[Reply]) -> list[Shown]:
    return [Shown(*row) for row in rows.values_list(*SHOWN)]


def _page(story_id: int, order: str, start: int, size: int) -> list[Shown]:
    if order == Order.TOP:
        return _page_of_top(story_id, start, size)
    by = ("-thread", "path") if order == Order.NEWEST else ("path",)
    return _shown(_public(story_id).order_by(*by)[start : start + size])


def _sizes(story_id: int) -> list[tuple[str, int]]:
    """The threads of a story, the best liked first, and how many public replies each has."""
    sizes = dict(_public(story_id).order_by().values_list("thread").annotate(Count("pk")))
    likes = dict(_public(story_id).filter(depth=0, likes__gt=0).values_list("thread", "likes"))
    return sorted(sizes.items(), key=lambda one: (-likes.get(one[0], 0), one[0]))


def _page_of_top(story_id: int, start: int, size: int) -> list[Shown]:
    """The replies from `start` on by the likes of their threads: whole threads, and parts of the first and last."""
    threads = _sizes(story_id)
    ends = list(accumulate(count for _, count in threads))
    wanted = [
        (thread, max(0, start - (end - count)), min(count, start + size - (end - count)))
        for (thread, count), end in zip(threads, ends, strict=True)
        if end > start and end - count < start + size
    ]
    whole = [thread for thread, first, last in wanted if first == 0 and last < size]
    rows: dict[str, list[Any]] = {thread: [] for thread, _, _ in wanted}
    for row in _shown(_public(story_id).filter(thread__in=whole).order_by("path")) if whole else []:
        rows[row.thread].append(row)
    for thread, first, last in wanted:
        if thread not in whole:
            rows[thread] = _shown(_public(story_id).filter(thread=thread).order_by("path")[first:last])
    return [row for thread, first, last in wanted for row in rows[thread][: last - first]][:size]
