"""Subscribers come by CSV, from whatever wrote it, with the date of their consent."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.moving.subscribers import NO_LIST, UNWILLING, read_subscribers
from broadsheet.importers.wordpress.moving import Wishes, move_in
from broadsheet.newsletter.models import MailingList, Subscription
from tests import world
from tests.importers.wordpress.exports import export, post

MAILPOET = """"Email","First name","Global status","Subscribed at"
"ann@example.org","Ann","subscribed","2021-03-04 05:06:07"
"ben@example.org","Ben","unsubscribed","2021-03-04 05:06:07"
"cleo@example.org","Cleo","Subscribed",""
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("email;status;created\nann@example.org;C;2020-01-02\n", [("ann@example.org", "2020-01-02", True)]),
        ("Email Address,CONFIRM_TIME\na@b.example,2020-01-02 03:04\n", [("a@b.example", "2020-01-02 03:04", True)]),
        ("\ufeffE-mail\tStatus\na@b.example\tbounced\n", [("a@b.example", "", False)]),
    ],
)  # fmt: skip
def test_files_of_many_makers_are_read(tmp_path: Path, text: str, found: list[tuple[str, str, bool]]) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    assert [(one.email, one.since, one.wants) for one in read_subscribers(tmp_path / "list.csv")] == found


@pytest.mark.django_db
def test_subscribers_come_with_the_paper_once(tmp_path: Path) -> None:
    world.paper()
    MailingList.objects.create(name="Daily", slug="daily")
    (tmp_path / "list.csv").write_text(MAILPOET)
    path = export(tmp_path, post(1))
    report = move_in([path], Wishes(subscribers=tmp_path / "list.csv"))
    assert next(line.reasons for line in report.lines if line.name == "subscribers") == {UNWILLING: 1, NO_LIST: 2}
    for _ in range(2):
        report = move_in([path], Wishes(subscribers=tmp_path / "list.csv", list_slug="daily"))
        line = next(line for line in report.lines if line.name == "subscribers")
        assert (line.export, line.here, line.adds_up) == (3, 1, True)
    assert [f"{one.since:%Y-%m-%d}" for one in Subscription.objects.all()] == ["2021-03-04"]


@pytest.mark.django_db
def test_a_file_that_is_no_list_and_an_unknown_list_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    world.paper()
    (tmp_path / "list.csv").write_text("name\nAnn\n")
    for wishes, fault in (
        (Wishes(subscribers=tmp_path / "list.csv"), "no column"),
        (Wishes(list_slug="x"), "there is no"),
    ):
        with pytest.raises(CannotImportError, match=fault):
            move_in([export(tmp_path, post(1))], wishes)
