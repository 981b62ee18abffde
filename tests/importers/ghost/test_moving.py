"""A Ghost export moves in: posts in all three forms, tags, authors, comments, members."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as PILImage

from broadsheet.articles.models import Author, InfoPage, Story
from broadsheet.comments.models import Reply
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.ghost.moving import move_ghost
from broadsheet.importers.models import Move
from broadsheet.importers.moving import writer
from broadsheet.importers.moving.report import Report
from broadsheet.importers.moving.wishes import Wishes
from broadsheet.newsletter.models import MailingList, Subscriber, Subscription
from tests import world
from tests.importers.ghost.exports import LEXICAL, MOBILEDOC, export, row

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
GHOST = Path(os.environ.get("BROADSHEET_CORPORA", ROOT / ".." / "shared" / "corpora")) / "ghost"


def lines(report: Report) -> dict[str, tuple[int, int]]:
    return {line.name: (line.export, line.here) for line in report.lines}


def town(folder: Path) -> Path:
    """An export with something of everything."""
    comments = [
        {"id": "c1", "post_id": "p1", "member_id": "m1", "html": "<p>Well said</p>", "status": "published"},
        {"id": "c2", "post_id": "p1", "member_id": "m1", "parent_id": "c1", "html": "<p>So</p>", "status": "hidden"},
    ]
    members = [{"id": "m1", "email": "Reader@Example.org", "name": "Rita", "created_at": "2023-05-06T07:08:09.000Z"}]
    members += [{"id": "m2", "email": "quiet@example.org", "created_at": "2023-05-06 07:08:09"}]
    return export(
        folder,
        row(1, "First", lexical=json.dumps({"root": {"children": LEXICAL["root"]["children"][:-1]}}), html=None),
        row(2, "Second", mobiledoc=json.dumps(MOBILEDOC | {"sections": MOBILEDOC["sections"][:-1]}), html=None),
        row(3, "Third", custom_excerpt="In short.", feature_image="__GHOST_URL__/content/images/2024/bridge.png"),
        row(4, "Not yet", status="draft"),
        row(5, "For members", visibility="paid"),
        row(6, "Later", status="scheduled", published_at="2031-01-01T00:00:00.000Z"),
        row(7, "About", type="page"),
        row(8, "Odd card", lexical=json.dumps(LEXICAL), html="<p>As printed.</p>"),
        row(1, "First again"),
        comments=comments,
        members=members,
        members_newsletters=[{"member_id": "m1", "newsletter_id": "n1"}],
        posts_meta=[{"post_id": "p3", "meta_title": "For machines", "feature_image_alt": "A bridge"}],
    )


def test_everything_comes_and_the_report_adds_up(tmp_path: Path, client: Client, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.paper()
    MailingList.objects.create(name="Daily", slug="daily")
    folder = tmp_path / "images" / "2024"
    folder.mkdir(parents=True)
    drawn = BytesIO()
    PILImage.new("RGB", (640, 480), (30, 90, 160)).save(drawn, "PNG")
    (folder / "bridge.png").write_bytes(drawn.getvalue())
    wishes = Wishes(media=tmp_path / "images")
    report = move_ghost(town(tmp_path), wishes, url="https://old.example", list_slug="daily")
    assert report.adds_up, report.lines
    found = lines(report)
    assert found["stories"] == (8, 7)
    assert found["pages"] == (1, 1)
    assert found["comments"] == (2, 2)
    assert found["members"] == (2, 1)
    assert found["pictures"] == found["pictures that are, byte for byte, what was read"] == (1, 1)
    assert [one["reason"] for one in report.left_out] == ["stands in the export twice"]
    first, second, third = (Story.objects.get(title=title) for title in ("First", "Second", "Third"))
    assert first.section.slug == "politics"
    assert [row.topic.slug for row in first.story_topics.all()] == ["bridges"]
    assert first.authors == [Author.objects.get(name="Ada Reporter")]
    assert [block.block_type for block in first.body] == [
        "paragraph",
        "heading",
        "paragraph",
        "picture",
        "embed",
        "paragraph",
    ]
    assert f'id="{second.pk}" linktype="page"' in first.body.raw_data[0]["value"]
    assert "<b>Strong</b>" in second.body.raw_data[0]["value"]
    assert third.lead_image is not None
    assert (third.lead_image.description, third.seo_title, third.standfirst) == (
        "A bridge",
        "For machines",
        "In short.",
    )
    assert "As printed." in str(Story.objects.get(title="Odd card").body)
    public = set(Story.objects.readable().values_list("title", flat=True))
    assert public == {"First", "Second", "Third", "Odd card"}
    assert InfoPage.objects.get(title="About").live
    assert list(Reply.objects.order_by("path").values_list("name", "depth", "state")) == [
        ("Rita", 0, "approved"),
        ("Rita", 1, "held"),
    ]
    reader = Subscription.objects.get()
    assert (reader.subscriber.email, reader.since.year, reader.source) == ("reader@example.org", 2023, "import")
    assert reader.source_note == "Ghost: https://old.example"
    page = client.get(first.url).content.decode()
    assert second.url in page
    for old, new in {
        "/first/": first.url,
        "/2024/03/04/second/": second.url,
        "/tag/politics/": "/politics/",
        "/tag/bridges/": "/topics/bridges/",
        "/author/ada/": "/authors/ada-reporter/",
        "/content/images/2024/bridge.png": third.lead_image.file.url,
    }.items():
        assert client.get(old).headers.get("Location") == new, old
    assert client.get("/for-members/").status_code == 404
    again = move_ghost(town(tmp_path), wishes, url="https://old.example", list_slug="daily")
    assert again.adds_up, again.lines
    assert not again.outcomes.get("new")
    assert not again.outcomes.get("updated")
    assert Subscriber.objects.count() == 1


def test_a_dry_run_tells_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    world.paper()
    MailingList.objects.create(name="Daily", slug="daily")
    report = move_ghost(town(tmp_path), Wishes(dry_run=True), list_slug="daily")
    assert report.adds_up, report.lines
    assert not Story.objects.exists()
    assert not Move.objects.exists()
    assert not Subscriber.objects.exists()
    assert lines(move_ghost(town(tmp_path), Wishes(), list_slug="daily")) == lines(report)


def test_members_come_from_their_csv_and_none_without_a_date_or_a_list(tmp_path: Path) -> None:
    world.paper()
    MailingList.objects.create(name="Daily", slug="daily")
    csv = tmp_path / "members.csv"
    csv.write_text(
        "id,email,name,subscribed_to_emails,created_at\n1,a@example.org,A,true,2024-01-02T03:04:05.000Z\n"
        "2,b@example.org,B,false,2024-01-02T03:04:05.000Z\n3,nonsense,C,true,2024-01-02T03:04:05.000Z\n"
        "4,d@example.org,D,true,\n"
    )
    path = export(tmp_path, row(1, "First"))
    without = move_ghost(path, Wishes(), members=csv)
    assert without.adds_up
    assert lines(without)["members"] == (4, 0)
    report = move_ghost(path, Wishes(), members=csv, list_slug="daily")
    assert report.adds_up, report.lines
    assert lines(report)["members"] == (4, 1)
    assert Subscription.objects.get().subscriber.email == "a@example.org"
    with pytest.raises(CannotImportError, match=r"there are: .*daily"):
        move_ghost(path, Wishes(), list_slug="weekly")
    csv.write_text("name\nA\n")
    with pytest.raises(CannotImportError, match="no column “email”"):
        move_ghost(path, Wishes(), members=csv)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"db": [\n{"data": ', "line 2, column 10"),
        ("[]", "is no export of Ghost"),
        ('{"db": [{"data": {"posts": {}}}]}', "no table of posts"),
        ('{"data": {"posts": []}}', "holds no posts"),
        ("[" * 100_000, "nested too deep"),
        ("\xff", "is no UTF-8 at byte 0"),
    ],
)
def test_what_is_no_export_is_refused_and_changes_nothing(tmp_path: Path, text: str, fault: str) -> None:
    world.paper()
    path = tmp_path / "ghost.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(CannotImportError, match=fault):
        move_ghost(path, Wishes())
    assert not Move.objects.exists()


def test_odd_rows_stop_nothing(tmp_path: Path) -> None:
    world.paper()
    odd: dict[str, Any] = {
        "title": 5,
        "slug": None,
        "published_at": "never",
        "created_at": -3,
        "html": 7,
        "status": "x",
    }
    path = export(tmp_path, row(1, "Whole"), row(2, "Odd") | odd, tags=[{}, 5], posts_authors=[{}], users="none")
    report = move_ghost(path, Wishes())
    assert report.adds_up, report.lines
    assert lines(report)["stories"] == (2, 2)


def test_every_real_export_adds_up_or_is_refused() -> None:
    files = sorted(path for path in GHOST.rglob("*.json") if path.stat().st_size < 1 << 20)
    if not files:
        pytest.skip(f"{GHOST} is not there: set BROADSHEET_CORPORA to a folder with exports in ghost/")
    world.paper()
    table, wrong = [], []
    for path in files:
        name = path.relative_to(GHOST).as_posix()
        try:
            report = move_ghost(path, Wishes(dry_run=True))
        except CannotImportError as error:
            table.append(f"| {name} | refused: {str(error).removeprefix(path.name).strip(', :')[:110]} |")
            continue
        counts = {line.name: f"{line.here} of {line.export}" for line in report.lines}
        told = ", ".join(f"{counts[one]} {one}" for one in ("stories", "pages", "old addresses"))
        table.append(f"| {name} | {told}; {report.changed_in_all} items with notes |")
        wrong += [(name, vars(line)) for line in report.lines if not line.adds_up]
    if written := os.environ.get("BROADSHEET_TEST_TABLE"):
        Path(written).write_text("\n".join(table) + "\n", encoding="utf-8")
    assert not wrong


@pytest.mark.django_db(transaction=True)
def test_a_run_that_broke_off_is_taken_up_to_the_same_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.paper()
    path = export(tmp_path, *(row(n, f"Story {n}") for n in range(1, 10)))
    monkeypatch.setattr(writer.ledger.portions, "__defaults__", (2,))
    whole = writer.Writer._portion
    calls = []

    def broken(self: writer.Writer, portion: Any, done: int) -> None:
        calls.append(done)
        if len(calls) == 3:
            raise KeyboardInterrupt
        whole(self, portion, done)

    monkeypatch.setattr(writer.Writer, "_portion", broken)
    with pytest.raises(CannotImportError, match="no broken-off run"):
        move_ghost(path, Wishes(resume=True))
    with pytest.raises(KeyboardInterrupt):
        move_ghost(path, Wishes())
    assert Story.objects.count() == 4
    report = move_ghost(path, Wishes(resume=True))
    assert report.adds_up
    assert Story.objects.count() == 9
    before = list(Story.objects.order_by("pk").values())
    assert not move_ghost(path, Wishes()).outcomes.get("new")
    assert list(Story.objects.order_by("pk").values()) == before
    with pytest.raises(CannotImportError, match="no broken-off run"):
        move_ghost(path, Wishes(resume=True))
