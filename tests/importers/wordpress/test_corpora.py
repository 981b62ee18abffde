"""Every export of the corpora moves in with a report that adds up, or is refused with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.wordpress.moving import Wishes, move_in
from tests import world

ROOT = Path(__file__).parents[3]
WXR = Path(os.environ.get("BROADSHEET_CORPORA", ROOT / ".." / "shared" / "corpora")) / "wxr"


@pytest.mark.django_db
def test_every_real_export_adds_up_or_is_refused_with_its_place() -> None:
    files = sorted(WXR.rglob("*.xml"))
    if not files:
        pytest.skip(f"{WXR} is not there: set BROADSHEET_CORPORA to a folder with exports in wxr/")
    world.paper()
    wrong, table = [], []
    for path in files:
        name = path.relative_to(WXR).as_posix()
        try:
            report = move_in([path], Wishes(dry_run=True))
        except CannotImportError as error:
            table.append(f"| {name} | refused: {str(error).removeprefix(path.name).strip(', :')[:110]} |")
            continue
        counts = {line.name: f"{line.here} of {line.export}" for line in report.lines}
        told = ", ".join(f"{counts[one]} {one}" for one in ("stories", "pages", "comments"))
        table.append(f"| {name} | {told}; {report.changed_in_all} items with notes |")
        wrong += [(name, vars(line)) for line in report.lines if not line.adds_up]
    if written := os.environ.get("BROADSHEET_TEST_TABLE"):
        Path(written).write_text("\n".join(table) + "\n", encoding="utf-8")
    assert not wrong
