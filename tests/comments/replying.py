"""Replies for tests, as they come in."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from broadsheet.articles.models import Story
from broadsheet.comments import posting
from broadsheet.comments.models import RepliesSettings, Reply
from broadsheet.comments.phases import Draft
from broadsheet.comments.places import Place
from tests import world

_numbers = count(1)


def a_story(**fields: Any) -> Story:
    """A public story in a paper of one section, where newcomers' replies are not held."""
    world.paper("Politics")
    RepliesSettings.objects.update(phases=[{"phase": "newcomer", "on": False}])
    return world.story(world.section("Politics"), **fields)


def draft(story: Story, **fields: Any) -> Draft:
    """What a reader writes below `story`."""
    number = next(_numbers)
    words = {
        "name": "Rosa",
        "email": f"reader{number}@example.org",
        "text": f"My opinion number {number}.",
        "age": 60.0,
    }
    return Draft(Place.below(story), **{**words, **fields})


def reply(story: Story, parent: Reply | None = None, at: datetime | None = None, **fields: Any) -> Reply:
    """A reply that was posted below `story` and let through."""
    when = {"now": at} if at else {}
    found = posting.post(draft(story, parent=parent, **when, **fields)).reply
    assert found is not None
    return found
