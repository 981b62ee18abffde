"""A reply on its way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from broadsheet.comments.models import RepliesSettings, Reply
from broadsheet.comments.places import Place

if TYPE_CHECKING:
    from broadsheet.accounts.models import User
    from broadsheet.articles.models import Story

RECENT = timedelta(days=1)
MOST_RECENT = 50


@dataclass(frozen=True)
class Draft:
    """What somebody wants to say below a story, as clean as `comments.text` makes it, and what is known of how it came.

    `age` is the seconds between the form and its sending, None where no stamp tells it (a browser without JavaScript);
    `stamp` is "good", "none", "forged" or "old". `trap` is what stands in the field that no reader sees.
    """

    place: Place
    name: str
    email: str
    text: str
    parent: Reply | None = None
    website: str = ""
    notify: bool = False
    ip: str = ""
    subnet: str = ""
    agent: str = ""
    user: User | None = None
    role: str = ""
    by_author: bool = False
    trap: str = ""
    stamp: str = "none"
    age: float | None = None
    now: datetime = field(default_factory=timezone.now)

    @property
    def story(self) -> Story:
        """The story that is replied to."""
        return self.place.story

    @property
    def rules(self) -> RepliesSettings:
        """The paper's settings for replies."""
        return self.place.rules

    @cached_property
    def recent(self) -> list[Reply]:
        """What came in lately from the same e-mail address, internet address or network, the newest first.

        One query, however many phases ask.
        """
        same = Q(email=self.email) if self.email else Q(pk=None)
        same |= Q(ip=self.ip) | Q(subnet=self.subnet) if self.ip else Q(pk=None)
        found = Reply.objects.filter(same, posted_at__gt=self.now - RECENT).order_by("-posted_at")
        return list(found.defer("trace")[:MOST_RECENT])
