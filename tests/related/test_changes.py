"""The worker hears of each story that comes, changes or goes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from wagtail.rich_text import RichText

from broadsheet.articles.models import Byline, Story
from broadsheet.related import changes
from tests import world

pytestmark = pytest.mark.django_db


@dataclass
class Ears:
    heard: list[int]

    def enqueue(self, key: int) -> None:
        self.heard.append(key)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    heard: list[int] = []
    monkeypatch.setattr(changes, "refresh_task", Ears(heard))
    return heard


def test_publishing_taking_down_and_deleting_are_told(heard: list[int]) -> None:
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    assert heard == [story.pk]
    story.unpublish()
    assert heard == [story.pk] * 2
    key = story.pk
    story.delete()
    assert heard == [key] * 3


def test_a_story_made_live_at_one_blow_is_told_and_a_draft_is_not(heard: list[int]) -> None:
    world.paper("Politics")
    draft = world.story(world.section("Politics"), live=False)
    draft.save_revision()
    assert heard == []
    body = [("paragraph", RichText("<p>One sentence.</p>"))]
    story = Story(title="At one blow", slug="at-one-blow", live=True, body=body)
    story.bylines = [Byline(author=world.author())]
    world.section("Politics").add_child(instance=story)
    assert heard == [story.pk]
