"""A reply on its way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from broadsheet.comments.models import RepliesSettings, Reply
from broadsheet.comments.phases.past import Known, known_of
from broadsheet.comments.places import Place
from broadsheet.comments.sieve import learning
from broadsheet.comments.sieve.learning import Standing
from broadsheet.comments.sieve.weighing import Judgement

if TYPE_CHECKING:
    from broadsheet.accounts.models import User
    from broadsheet.articles.models import Story


@dataclass(frozen=True)
class Draft:
    """What somebody wants to say below a story, as clean as `comments.text` makes it, and what is known of how it came.

    `age` is the seconds between the form and its sending, None where no stamp tells it (a browser without JavaScript);
    `stamp` is "good", "none", "forged" or "old". `trap` is what stands in the field that no reader sees.
    `proof` is a solution as `comments.proofs` reads it, "" for none, None where none is asked for.
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
    proof: str | None = None
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
    def known(self) -> Known:
        """What is known of whoever writes; one query, however many phases ask."""
        return known_of(self)

    @cached_property
    def likeness(self) -> tuple[Standing, Judgement]:
        """How the sieve stands, and what it makes of the text; one query, and none while it may not act."""
        standing = self.known.sieve
        if standing is not None and not standing.is_trusted:
            return standing, Judgement(0.5)
        return learning.judge(self.text)
