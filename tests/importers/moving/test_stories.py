"""What is special about some stories of a move."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.articles.models import Story
from broadsheet.articles.scheduling import publish_due
from broadsheet.importers.moving import writer
from broadsheet.importers.wordpress.moving import Wishes, move_in
from tests import world
from tests.importers.wordpress.exports import export, post

pytestmark = pytest.mark.django_db


def test_a_scheduled_story_goes_live_here_at_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.paper()
    path = export(
        tmp_path,
        post(1, "Later", status="future", date="2021-06-07 08:09:10"),
        post(2, "Missed", status="future", date="2019-06-07 08:09:10"),
        post(3, "Empty", "", status="future", date="2021-06-07 08:09:10"),
    )
    monkeypatch.setattr(writer, "timezone", SimpleNamespace(now=lambda: datetime(2020, 1, 1, tzinfo=UTC)))
    report = move_in([path], Wishes())
    assert report.adds_up, report.lines
    assert {one["item"]: one["notes"] for one in report.changed} == {
        "2": ["was scheduled, but its time is past: a draft"],
        "3": ["was scheduled, but it has no text: a draft"],
    }
    assert not Story.objects.readable().exists()
    due = Revision.objects.get(approved_go_live_at__isnull=False)
    assert due.approved_go_live_at == datetime(2021, 6, 7, 8, 9, 10, tzinfo=UTC)
    assert [one.error for one in publish_due(timezone.now())] == [""]
    assert list(Story.objects.readable().values_list("title", flat=True)) == ["Later"]
    again = move_in([path], Wishes())
    assert again.adds_up, again.lines
    assert not again.outcomes.get("new")
