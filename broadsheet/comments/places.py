"""Where a reply may go: the story with the rules that hold below it, and why it is closed where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from broadsheet.articles import tags as articles
from broadsheet.articles.models import Story
from broadsheet.articles.prepared import Prepared, numbers
from broadsheet.comments.models import RepliesSettings, Reply, ReplyCount
from broadsheet.edge.tags import depend

LARGEST = (1 << 63) - 1
"""What the database can hold as a number; an address may name a larger one."""


@dataclass(frozen=True)
class Closure:
    """Why nobody may reply: a code, and words for readers. `hides`: readers do not even see what was written."""

    code: str
    reason: str
    hides: bool = False


@dataclass(frozen=True)
class Place:
    """A story with what replying to it depends on."""

    story: Story
    rules: RepliesSettings
    approved: int = 0
    section_closed: bool = False
    has_featured: bool = True

    @classmethod
    def below(cls, story: Story) -> Place:
        """The place below `story`, by one query (two before anybody has set anything)."""
        closed = RepliesSettings.closed_sections.through.objects.filter(
            repliessettings=OuterRef("pk"), section=story.section_id
        )
        count = ReplyCount.objects.filter(story=story.pk).values("approved")
        featured = Reply.objects.public().filter(story=story.pk, featured=True)
        known = RepliesSettings.objects.annotate(
            here=Exists(closed), approved=Subquery(count[:1]), has_featured=Exists(featured)
        )
        rules = known.order_by("pk").first()
        if rules is None:
            return cls(story, RepliesSettings(), count.values_list("approved", flat=True).first() or 0)
        return cls(story, rules, rules.approved or 0, rules.here, rules.has_featured)

    @property
    def closes_at(self) -> datetime | None:
        """When the story's age closes it; None where it never does."""
        if not self.rules.closes_after or self.story.published_at is None:
            return None
        return self.story.published_at + timedelta(days=self.rules.closes_after)

    def closure(self, now: datetime) -> Closure | None:
        """Why nobody may reply here at `now`; None where readers may."""
        if not self.rules.on:
            return Closure("off", _("This paper takes no replies."), hides=True)
        if self.section_closed:
            return Closure("section", _("This section takes no replies."), hides=True)
        if not self.story.replies_open:
            return Closure("story", _("Replies to this story are closed."))
        if self.closes_at is not None and self.closes_at <= now:
            return Closure("age", _("This story is too old for new replies."))
        return None


_STORY_ID, _REPLY_ID = numbers(2)
_STORY: Prepared[Story] = Prepared(
    lambda: Story.objects.readable().filter(pk=_STORY_ID).order_by()[:1],
    (_STORY_ID,),
)
_ANSWERED: Prepared[Reply] = Prepared(
    lambda: (
        Reply.objects.public()
        .filter(story__in=Story.objects.readable().filter(pk=_STORY_ID), pk=_REPLY_ID)
        .select_related("story")
        .order_by()[:1]
    ),
    (_STORY_ID, _REPLY_ID),
)


def story_of(story_id: int) -> Story | None:
    """The story of that number, where anybody may read it."""
    depend(articles.PAPER, articles.PRIVACY, articles.TREE)
    return next(iter(_STORY.fetch(story_id)), None) if story_id <= LARGEST else None


def parent_of(story_id: int, reply_id: int) -> Reply | None:
    """The public reply of that number to that story; what was refused or deleted has no new answers."""
    return Reply.objects.public().filter(story=story_id, id=reply_id).first()


def answered(story_id: int, reply_id: int) -> Reply | None:
    """The same with its story, by one query, where anybody may read that."""
    return next(iter(_ANSWERED.fetch(story_id, reply_id)), None) if max(story_id, reply_id) <= LARGEST else None
