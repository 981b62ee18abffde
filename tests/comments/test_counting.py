"""Counts and threads stay true whatever is done to replies, by however many at once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.comments import editing, marks, moderation, posting, rights, threads
from broadsheet.comments.counting import wrong
from broadsheet.comments.models import Act, ActKind, Ban, Reply, ReplyCount
from broadsheet.comments.phases import Draft
from broadsheet.comments.places import Place
from tests import world
from tests.articles.newsroom import person
from tests.comments.replying import a_story

WRITERS = 4
KINDS = [kind for kind in ActKind if kind != ActKind.EDIT]
MODERATORS = ["ada@example.org", "ben@example.org"]
DOES = ["add"] * 4 + ["moderate"] * 4 + ["undo"] * 2 + ["edit", "delete", "erase", "ban", "like", "report"]
PEOPLE = [f"reader{number}@example.org" for number in range(6)]


def act(story: Story, chance: random.Random) -> None:
    """Anything that may be done to the replies of a story."""
    found = list(Reply.objects.filter(story=story).order_by("pk"))
    one = chance.choice(found) if found else None
    what = chance.choice(DOES)
    if what == "add" or one is None:
        parent = one if one and one.is_public and chance.random() < 0.7 else None
        person, at = chance.choice(PEOPLE), timezone.now() + timedelta(microseconds=chance.randrange(10**6))
        words = f"Opinion {chance.random()}"
        posting.post(Draft(Place.below(story), "Rosa", person, words, parent, age=chance.choice([0.1, 60]), now=at))
    elif what == "moderate":
        seen = {reply.pk: reply.state for reply in chance.sample(found, chance.randint(1, min(3, len(found))))}
        moderation.act(chance.choice(KINDS), seen, moderator(chance), code="insult")
    elif what == "undo":
        undo(moderator(chance))
    elif what == "edit":
        editing.edit(one, f"Edited {chance.random()}")
    elif what == "delete":
        editing.delete_by_writer(one)
    elif what == "erase":
        rights.erase(chance.choice(PEOPLE))
    elif what == "ban":
        Ban.objects.get_or_create(kind="email", value=chance.choice(PEOPLE))
    elif what == "like":
        marks.like(one, f"192.0.2.{one.pk % 9}")
    else:
        marks.report(one, f"192.0.2.{one.pk % 9}", "hate")


def found_moderators() -> None:
    for address in MODERATORS:
        person(Role.MODERATOR, address.partition("@")[0])


def moderator(chance: random.Random) -> User:
    return User.objects.get(email=chance.choice(MODERATORS))


def undo(by: User) -> None:
    """What a moderator did last, or has undone already, as by a second click."""
    last = Act.objects.filter(user=by).order_by("-at").first()
    if last is not None:
        with suppress(moderation.ModerationError):
            moderation.undo(last, by)


def check(story: Story) -> None:
    """What must hold at any time."""
    assert not list(wrong())
    public = list(Reply.objects.public().filter(story=story))
    row = ReplyCount.objects.filter(story=story).first()
    assert (row.approved if row else 0) == len(public)
    for order in ("oldest", "newest", "top"):
        assert sorted(shown(story, order)) == sorted(one.pk for one in public)
    for one in Reply.objects.filter(story=story, parent__isnull=False).select_related("parent"):
        assert one.depth == one.parent.depth + 1
        assert one.path > one.parent.path
        assert one.thread == one.parent.thread


def shown(story: Story, order: str) -> list[int]:
    """The replies on all pages, in their order."""
    place, seen, number = Place.below(story), [], 1
    while (page := threads.page(place, order, number)) is not None:
        seen += [one.pk for one in flat(page.tree) if not one.is_gone]
        number += 1
    return seen


def flat(trees: list[Any]) -> list[Any]:
    return [one for tree in trees for one in (tree, *flat(tree.answers))]


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 40))
def test_counts_and_threads_are_true_after_anything(db: None, seed: int, steps: int) -> None:
    if not Story.objects.exists():
        a_story()
        found_moderators()
    story, chance = world.story(world.section("Politics")), random.Random(seed)
    for _ in range(steps):
        act(story, chance)
    check(story)


@pytest.mark.django_db(transaction=True)
def test_counts_and_threads_are_true_after_anything_at_once() -> None:
    story = a_story()
    found_moderators()

    def write(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(25):
                act(story, chance)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    check(story)
