"""A backup that is put back: pages of the days that are gone are never sent, however far the paper has come since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from wagtail.models import Page

from broadsheet.articles.models import Story
from broadsheet.edge.models import Generation
from tests import world
from tests.edge_pages import printed
from tests.exactly.asking import PaperInProcess

STORY = "/politics/bridge/"


@pytest.fixture
def bridge(paper: PaperInProcess) -> Story:
    world.paper("Politics")
    return world.story(world.section("Politics"), "The bridge opens", slug="bridge")


class Backup:
    """The title of a story and the generations; `put_back` sends no signal, as copying a file sends none."""

    def __init__(self, story: Story) -> None:
        self.pk, self.title = story.pk, story.title
        self.generations = list(Generation.objects.all())

    def put_back(self) -> None:
        Page.objects.filter(pk=self.pk).update(title=self.title)
        Generation.objects.all().delete()
        Generation.objects.bulk_create(self.generations)


def edit(times: int) -> None:
    """So many commits that touch the story nowhere."""
    for number in range(times):
        world.author(f"Author {number} {Generation.objects.count()}")


def lose_a_day(paper: PaperInProcess, bridge: Story) -> None:
    """Backup, an edition that is read, backup put back."""
    backup = Backup(bridge)
    draft = bridge.get_latest_revision_as_object()
    draft.title = "The bridge that never was"
    draft.save_revision().publish()
    assert b"never was" in paper.ask(STORY).body
    backup.put_back()


@pytest.mark.parametrize("edits", [0, 1, 2, 9])
def test_pages_of_the_lost_day_are_not_sent_by_who_was_there(paper: PaperInProcess, bridge: Story, edits: int) -> None:
    lose_a_day(paper, bridge)
    edit(edits)
    assert paper.ask(STORY).body == printed(STORY)[-1]
    edit(9)
    assert paper.ask(STORY).body == printed(STORY)[-1]


@pytest.fixture
def restarted(paper: PaperInProcess, tmp_path: Path) -> Iterator[list[PaperInProcess]]:
    found: list[PaperInProcess] = []
    yield found
    for one in found:
        one.close()


@pytest.mark.parametrize("edits", [0, 1, 2, 9])
def test_pages_of_the_lost_day_are_not_sent_after_a_restart(
    paper: PaperInProcess, bridge: Story, restarted: list[PaperInProcess], tmp_path: Path, edits: int
) -> None:
    """The one case that no comparison of counts finds: the paper came further while no edge looked."""
    lose_a_day(paper, bridge)
    paper.edge.store.close()
    edit(edits)
    restarted.append(PaperInProcess(tmp_path / "edge"))
    assert restarted[0].ask(STORY).body == printed(STORY)[-1]
    edit(9)
    assert restarted[0].ask(STORY).body == printed(STORY)[-1]
