"""A publisher without a shell moves a paper in: gives the file, watches, reads the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.importers.models import Arrival, ArrivalState
from tests import world
from tests.articles.newsroom import person
from tests.importers.wordpress.exports import comment, export, post


def test_a_file_is_given_its_progress_shown_and_its_report_read(
    signed_in: Callable[[User], Page], assert_accessible: Callable[[Page], None], tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    world.paper()
    page = signed_in(person(Role.PUBLISHER))
    said = page.locator("[data-arrival] [role=status]")
    page.goto("/desk/moving-in/")
    assert_accessible(page)
    page.get_by_label("File").set_input_files(export(tmp_path, post(1, inside=comment(1)), post(2)))
    page.get_by_label("only try").uncheck()
    page.get_by_role("button", name="Move it in").click()
    expect(page.get_by_text("The report adds up")).to_be_visible()
    assert Story.objects.count() == 2
    # The row says what the worker says: the page follows it without being loaded again.
    Arrival.objects.update(state=ArrivalState.RUNNING, step="Writing", done=30, total=120, report={})
    page.reload()
    expect(said).to_have_text("Moves in: Writing 25 %")
    assert_accessible(page)
    page.evaluate("document.body.dataset.same = 'page'")
    Arrival.objects.update(done=60)
    expect(said).to_have_text("Moves in: Writing 50 %")
    Arrival.objects.update(state=ArrivalState.FAILED, fault="old.xml, line 3: it is damaged.")
    expect(page.get_by_text("line 3: it is damaged")).to_be_visible()
    assert page.evaluate("document.body.dataset.same") == "page"
    page.get_by_role("link", name="All files").click()
    page.get_by_role("link", name="https://old.example").click()
    expect(page.get_by_role("row", name="author: Ada Reporter")).to_be_visible()
    assert_accessible(page)
