"""The generator of large papers writes what publishing writes."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Page

from bench.fill import fill
from broadsheet.articles.models import Byline, Front, Story, StoryTopic
from tests import world

pytestmark = pytest.mark.django_db
COUNT = 60


@pytest.fixture
def front() -> Front:
    front = world.paper()
    fill(front, COUNT, pictures=1)
    return front


def test_wagtail_finds_the_tree_sound(front: Front) -> None:
    assert not any(Page.find_problems())
    report = StringIO()
    call_command("fixtree", interactive=False, stdout=report)
    assert "No problems" in report.getvalue() or "fixed" not in report.getvalue().lower()


def test_it_can_be_filled_again_and_written_to_by_hand(front: Front) -> None:
    fill(front, 10, pictures=1)
    by_hand = world.story(world.section("Politics"), "By hand")
    assert Story.objects.readable().count() == COUNT + 11
    assert not any(Page.find_problems())
    assert Story.objects.latest("pk") == by_hand


def test_stories_are_what_a_newsroom_writes(front: Front) -> None:
    stories = list(Story.objects.readable().newest_first())
    assert len(stories) == COUNT
    assert all(story.bylines.count() in (1, 2) and story.story_topics.count() for story in stories)
    assert sum(story.lead_image_id is not None for story in stories) == COUNT // 5
    assert len({story.section_id for story in stories}) == 8
    lengths = [sum(len(str(block.value).split()) for block in story.body) for story in stories]
    assert min(lengths) > 150
    assert max(lengths) < 1200
    assert all(story.summary for story in stories[:5] if story.standfirst)
    assert {type(row.published_at) for row in [*Byline.objects.all(), *StoryTopic.objects.all()]} != {type(None)}


def test_saving_one_again_changes_nothing(front: Front) -> None:
    story = Story.objects.readable().newest_first().first()
    before = {field.attname: getattr(story, field.attname) for field in Story._meta.concrete_fields}
    story.save()
    after = Story.objects.get(pk=story.pk)
    changed = [name for name, value in before.items() if getattr(after, name) != value]
    assert changed == []


def test_pages_and_search_find_them(front: Front, client: Client) -> None:
    story = Story.objects.readable().newest_first().first()
    page = client.get(story.get_url())
    assert page.status_code == 200
    assert story.title in page.content.decode().replace("&#x27;", "'")
    assert client.get("/").status_code == 200
    assert story.pk in [found.pk for found in Story.objects.search(story.title)]


def test_search_entries_are_those_of_the_index(front: Front) -> None:
    """Where Wagtail's own index writes the same story, the same entry results."""
    from wagtail.search.backends import get_search_backend
    from wagtail.search.models import IndexEntry

    def entry() -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT title, autocomplete, body FROM {IndexEntry._meta.db_table} WHERE object_id = %s",
                [str(story.pk)],
            )
            return cursor.fetchall()

    story = Story.objects.readable().newest_first().first()
    ours = entry()
    get_search_backend().add(story)
    assert [row[:2] for row in entry()] == [row[:2] for row in ours]
