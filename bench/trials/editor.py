"""The newsroom of a trial, a process of its own: edits at random and tells of each when it begins and is committed.

`python -m bench.trials.editor SEED PAUSE [POINT]` in the home that BROADSHEET_HOME names. Each line it prints is JSON:
{"what": "is" | "begin" | "commit", "story", "section", "edit", "at"}. First comes what the database holds. With POINT
(before-number, after-number, after-commit) it kills itself there at its third edit.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

STORIES = 8
SECTIONS = ("harbour", "market")
POINTS = ("before-number", "after-number", "after-commit")
EDITS_BEFORE_DEATH = 3


def main() -> None:
    """Edit until killed, or until standard input ends."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    django.setup()
    seed, pause = int(sys.argv[1]), float(sys.argv[2])
    newsroom = Newsroom(random.Random(seed))
    newsroom.open()
    if len(sys.argv) > 3:
        die_at(sys.argv[3])
    while True:
        newsroom.edit()
        time.sleep(newsroom.random.uniform(0, 2 * pause))


def die_at(point: str) -> None:
    """Lets this process kill itself at `point` of the way from an edit to its readers."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    from broadsheet.edge.backends.bumping import Bumping

    number, commit = Bumping._number, Bumping._commit
    left = [EDITS_BEFORE_DEATH]

    def die(here: str) -> None:
        if here == point and left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def numbering(self: Bumping) -> None:
        left[0] -= 1
        die("before-number")
        number(self)
        die("after-number")

    def committing(self: Bumping) -> None:
        commit(self)
        die("after-commit")

    assert issubclass(Bumping, BaseDatabaseWrapper)
    Bumping._number = numbering  # type: ignore[method-assign]
    Bumping._commit = committing  # type: ignore[method-assign]


def tell(what: str, story: int, section: str, edit: int) -> None:
    """One line for whoever keeps the ledger."""
    at = time.monotonic()
    line = {"what": what, "story": story, "section": section, "edit": edit, "at": at}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Newsroom:
    """Eight stories in two sections that are retitled, moved, taken down and put up again."""

    def __init__(self, chance: random.Random) -> None:
        self.random = chance
        self.edits: dict[int, int] = {}

    def open(self) -> None:
        """Makes what is missing, and tells what is there."""
        from broadsheet.articles.models import Section, Story

        if not Section.objects.filter(slug=SECTIONS[0]).exists():
            self._found()
        for number in range(STORIES):
            story = Story.objects.select_related("section").get(slug=f"trial-{number}")
            self.edits[number] = int(story.title.split()[3])
            tell("is", number, story.section.slug if story.live else "", self.edits[number])

    def _found(self) -> None:
        from wagtail.rich_text import RichText

        from broadsheet.articles.founding import add_section
        from broadsheet.articles.models import Author, Byline, Front, Story

        front = Front.objects.get()
        sections = [add_section(front, slug.title(), slug) for slug in SECTIONS]
        author = Author.objects.create(name="Ada Reporter", slug="ada-reporter")
        for number in range(STORIES):
            body = [("paragraph", RichText("<p>One sentence. Another one.</p>"))]
            story = Story(title=f"Trial {number} edit 0 ends", slug=f"trial-{number}", live=False, body=body)
            story.bylines = [Byline(author=author)]
            where = sections[number % 2]
            where.refresh_from_db()
            where.add_child(instance=story)
            story.save_revision().publish()

    def edit(self) -> None:
        """One edit of one story."""
        from broadsheet.articles.models import Story

        number = self.random.randrange(STORIES)
        story = Story.objects.select_related("section").get(slug=f"trial-{number}")
        acts: list[Callable[[int, Any], None]] = [self.retitle, self.retitle, self.move, self.take_down]
        (self.random.choice(acts) if story.live else self.retitle)(number, story)

    def retitle(self, number: int, story: Any) -> None:
        """Publishes the story with its next headline."""
        self.edits[number] += 1
        draft = story.get_latest_revision_as_object()
        draft.title = f"Trial {number} edit {self.edits[number]} ends"
        revision = draft.save_revision()
        self.do(number, story.section.slug, revision.publish)

    def move(self, number: int, story: Any) -> None:
        """Moves the story to the other section; drafts that were not published stay behind."""
        from wagtail.models import Page

        from broadsheet.articles.models import Section

        target = Section.objects.exclude(slug=story.section.slug).get(slug__in=SECTIONS)
        page = Page.objects.get(pk=story.pk)
        self.do(number, target.slug, lambda: page.move(target, "last-child"))

    def take_down(self, number: int, story: Any) -> None:
        """Unpublishes the story."""
        self.do(number, "", story.unpublish)

    def do(self, number: int, section: str, act: Callable[[], object]) -> None:
        """The act, told of before it and after."""
        tell("begin", number, section, self.edits[number])
        act()
        tell("commit", number, section, self.edits[number])


if __name__ == "__main__":
    main()
