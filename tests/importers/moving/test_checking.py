"""After a move every old address is asked for and every picture read again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as PILImage

from broadsheet.articles.models import Story
from broadsheet.importers.models import Move, OldAddress
from broadsheet.importers.moving import checking
from broadsheet.importers.moving.records import Old
from broadsheet.importers.wordpress import moving
from broadsheet.importers.wordpress.moving import Wishes, move_in
from broadsheet.media.models import Image
from tests import world
from tests.importers.wordpress.exports import HEAD, export, post

pytestmark = pytest.mark.django_db
NUMBERED = HEAD.replace("<wp:author_login>ada", "<wp:author_id>2</wp:author_id><wp:author_login>ada").replace(
    "<wp:category_nicename>politics", "<wp:term_id>3</wp:term_id><wp:category_nicename>politics"
)


def line(report: Any, name: str) -> tuple[int, int, dict[str, int]]:
    found = next(line for line in report.lines if line.name == name)
    return found.export, found.here, found.reasons


def test_every_old_address_is_asked_for_and_a_dead_one_fails_the_move(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.paper()
    path = export(
        tmp_path,
        post(1),
        post(2, status="draft"),
        post(3, "About", type="page", slug="about", link="https://old.example/about/"),
        post(4, "Same place", link="https://old.example/2021/03/04/post-1/"),
        post(5, "P", "", type="attachment", inside="<wp:attachment_url>https://old.example/a.jpg</wp:attachment_url>"),
        head=NUMBERED,
    )
    report = move_in([path], Wishes(dry_run=True))
    told = line(report, "old addresses")
    assert told[:2] == (7, 5)
    assert told[2] == {checking.HIDDEN: 1, checking.NO_PICTURE: 1}
    assert report.adds_up, report.lines
    # Where the table of old addresses is not what it should be, the report says so.
    whole = moving.ledger.record_addresses
    monkeypatch.setattr(moving.ledger, "record_addresses", lambda move, rows: whole(move, list(rows)[1:]))
    monkeypatch.setattr(checking, "leads_to", lambda path: None)
    broken = move_in([path], Wishes())
    assert not broken.adds_up
    assert {"address": "/?author=2", "of": "author ada"} in broken.dead
    assert broken.as_json()["dead"] == broken.dead


def test_numbers_of_categories_and_authors_lead_on(tmp_path: Path, client: Client) -> None:
    world.paper()
    assert move_in([export(tmp_path, post(1), head=NUMBERED)], Wishes()).adds_up
    assert client.get("/?cat=3").headers["Location"] == "/politics/"
    assert client.get("/?author=2").headers["Location"] == "/authors/ada-reporter/"
    assert client.get("/?cat=4").headers["Location"] == "/"


def test_what_was_hidden_or_deleted_here_since_is_no_dead_address(tmp_path: Path) -> None:
    world.paper()
    move_in([export(tmp_path, post(1), post(2))], Wishes())
    move = Move.objects.get()
    Story.objects.get(title="Post 1").delete()
    olds = [Old(row.path, row.kind, str(number)) for number, row in enumerate(OldAddress.objects.order_by("pk"), 1)]
    found = checking.check_addresses(move, olds)
    assert (found.all, found.right, dict(found.reasons), found.wrong) == (2, 1, {checking.HIDDEN: 1}, [])


def test_a_picture_that_is_not_the_file_that_was_read_is_named(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.paper()
    (tmp_path / "uploads").mkdir()
    items = []
    for number in (1, 2, 3):
        drawn = BytesIO()
        PILImage.new("RGB", (640, 480), (number * 60, 90, 90)).save(drawn, "JPEG")
        (tmp_path / "uploads" / f"{number}.jpg").write_bytes(drawn.getvalue())
        url = f"<wp:attachment_url>https://old.example/uploads/{number}.jpg</wp:attachment_url>"
        items.append(post(number, "", "", type="attachment", status="inherit", inside=url))
    report = move_in([export(tmp_path, *items)], Wishes(media=tmp_path / "uploads"))
    assert report.adds_up
    name = "pictures that are, byte for byte, what was read"
    assert line(report, name) == (3, 3, {})
    one, two, three = (Path(image.file.path) for image in Image.objects.order_by("pk"))
    one.write_bytes(one.read_bytes()[:-1] + b"x")
    two.write_bytes(two.read_bytes()[:-100])
    three.unlink()
    again = move_in([tmp_path / "export.xml"], Wishes(media=tmp_path / "uploads"))
    assert not again.adds_up
    assert line(again, name)[:2] == (3, 0)
    faults = [spoilt["fault"] for spoilt in again.spoilt]
    assert faults[0] == "is not the file that was taken in"
    assert "bytes, not the" in faults[1]
    assert "No such file" in faults[2]
