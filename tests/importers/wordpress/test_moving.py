"""A whole export moves in: what is there afterwards, again, after a change, and after a crash."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from PIL import Image as PILImage
from wagtail.rich_text import RichText

from broadsheet.articles.models import Author, InfoPage, Section, Story
from broadsheet.comments.counting import wrong
from broadsheet.comments.models import Reply
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.models import Move
from broadsheet.importers.moving import writer
from broadsheet.importers.moving.report import Report
from broadsheet.importers.wordpress.moving import Wishes, move_in
from tests import world
from tests.importers.wordpress.exports import comment, export, post

pytestmark = pytest.mark.django_db


def moved(*paths: Path, **wishes: Any) -> Report:
    """The report of a run."""
    return move_in(paths, Wishes(**wishes))


def lines(report: Report) -> dict[str, tuple[int, int]]:
    """(export, here) by name."""
    return {line.name: (line.export, line.here) for line in report.lines}


def town(folder: Path) -> Path:
    """An export with something of everything."""
    inside = '<category domain="post_tag" nicename="bridges">Bridges</category>' + "".join(
        (comment(1), comment(3, "Deep.", 2), comment(2, "<p>Answer <a href='https://e.example/x'>this</a></p>", 1))
    )
    return export(
        folder,
        post(1, "The bridge &amp; the river", '<p>Open. See <a href="/?p=2">the other</a>.</p>', inside=inside),
        post(2, "Later", excerpt="In short.", by="root1", slug="%d7%a9%d7%9c%d7%95%d7%9d"),
        post(3, "Not yet", status="draft"),
        post(4, "Secret", password="x"),
        post(5, "Ours", status="private"),
        post(6, "About", type="page", slug="about", link="https://old.example/about/"),
        post(7, "Team", type="page", slug="team", parent=6, link="https://old.example/about/team/"),
        post(8, "Menu", type="nav_menu_item"),
        post(9, "Empty", ""),
        post(10, "Later again", slug="post-1"),
        post(11, "Spam below", inside=comment(4, "Buy", approved="spam") + comment(5, kind="pingback")),
    )


def test_everything_comes_and_the_report_adds_up(tmp_path: Path, client: Client) -> None:
    world.paper()
    report = moved(town(tmp_path))
    assert report.adds_up, lines(report)
    found = lines(report)
    assert found["stories"] == (8, 8)
    assert found["pages"] == (2, 2)
    assert found["comments"] == (4, 4)
    assert found["comments at depth 2"] == (1, 1)
    assert found["pingbacks"] == (1, 0)
    assert found["other items"] == (1, 0)
    assert report.flagged == {"root1": "admin"}
    bridge, later = Story.objects.get(title="The bridge & the river"), Story.objects.get(title="Later")
    assert bridge.section.slug == "politics"
    assert bridge.authors == [Author.objects.get(name="Ada Reporter")]
    assert later.authors[0].name == "The Old Paper"
    assert later.standfirst == "In short."
    assert later.slug == "שלום"
    assert 'linktype="page"' in bridge.body.raw_data[0]["value"]
    assert str(later.pk) in bridge.body.raw_data[0]["value"]
    public = set(Story.objects.readable().values_list("title", flat=True))
    assert public == {"The bridge & the river", "Later", "Later again", "Spam below"}
    assert [reply.depth for reply in Reply.objects.filter(story=bridge).order_by("path")] == [0, 1, 2]
    assert not list(wrong())
    assert not Reply.objects.exclude(ip=None).exists()
    assert InfoPage.objects.get(title="Team").get_parent().title == "About"
    page = client.get(bridge.url).content.decode()
    assert later.url in page
    assert "Ada Reporter" in page
    assert bridge.url in client.get("/search/?q=bridge").content.decode()
    assert "The bridge" in client.get("/topics/bridges/").content.decode()
    assert not _fixes()


def _fixes() -> list[Any]:
    """What Wagtail finds wrong with the tree."""
    return [problem for problem in Story.find_problems() if problem]


def test_the_same_export_again_changes_nothing_and_a_newer_one_what_has_changed(tmp_path: Path) -> None:
    world.paper()
    moved(town(tmp_path))
    before = everything()
    again = moved(town(tmp_path))
    assert everything() == before
    assert again.adds_up
    assert not again.outcomes.get("new")
    mine = Story.objects.get(title="Later")
    mine.body = [("paragraph", RichText("<p>The editor's words.</p>"))]
    mine.save_revision().publish()
    gone = Story.objects.get(title="Later again")
    gone.delete()
    text = town(tmp_path).read_text().replace("In short.", "In shorter.").replace("Open. See", "Closed. See")
    newer = tmp_path / "newer.xml"
    newer.write_text(text.replace("<wp:comment_id>4<", "<wp:comment_id>40<").replace("Later again", "Later still"))
    report = moved(newer)
    assert report.outcomes["updated"] == 1
    assert report.edited == ["2"]
    assert report.outcomes["deleted here"] == 1
    assert report.adds_up, [(line.name, line.export, line.here, line.reasons) for line in report.lines]
    assert "Closed" in str(Story.objects.get(title="The bridge & the river").body)
    assert "editor's" in str(Story.objects.get(title="Later").body)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows that a move writes, but for its own marks of progress."""
    found = {}
    with connection.cursor() as cursor:
        for table in (
            *(
                "wagtailcore_page",
                "broadsheet_articles_story",
                "broadsheet_articles_byline",
                "broadsheet_articles_storytopic",
            ),
            *("broadsheet_comments_reply", "broadsheet_comments_replycount", "broadsheet_importers_moved"),
            *("broadsheet_importers_oldaddress", "broadsheet_articles_infopage", "wagtailsearch_indexentry"),
        ):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def test_a_dry_run_tells_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    world.paper()
    path = town(tmp_path)
    dry = moved(path, dry_run=True)
    assert not Story.objects.exists()
    assert not Move.objects.exists()
    assert not Section.objects.exists()
    assert lines(moved(path)) == lines(dry)


def test_a_mapping_file_changes_sections_topics_and_names(tmp_path: Path) -> None:
    world.paper()
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "categories: {politics: {topic: power}}\nauthors: {root1: Grace Editor}\ndefault_section: wire\n"
    )
    report = moved(town(tmp_path), mapping=mapping)
    assert report.adds_up
    assert not report.flagged
    later = Story.objects.get(title="Later")
    assert later.section.slug == "wire"
    assert later.authors[0].name == "Grace Editor"
    assert [row.topic.slug for row in later.story_topics.all()] == ["power"]
    saved = tmp_path / "again.json"
    saved.write_text(json.dumps(report.mapping))
    assert moved(town(tmp_path), mapping=saved).outcomes.get("new", 0) == 0
    for text, fault in (("[]", "mapping has"), ("a: 1", "a is not known"), ("categories: {x: {page: y}}", "give")):
        mapping.write_text(text)
        with pytest.raises(CannotImportError, match=fault):
            moved(town(tmp_path), mapping=mapping)


def test_a_damaged_export_leaves_the_paper_as_it_was(tmp_path: Path) -> None:
    world.paper()
    path = town(tmp_path)
    path.write_text(path.read_text()[:-60])
    before = everything()
    with pytest.raises(CannotImportError, match=r"line \d+, column \d+"):
        moved(path)
    assert everything() == before
    assert not Move.objects.exists()


def test_odd_items_are_named_and_stop_nothing(tmp_path: Path) -> None:
    world.paper()
    path = export(
        tmp_path,
        post(1, date="0000-00-00 00:00:00"),
        post(2, date="-0001-11-30 00:00:00"),
        post(2, "Same number"),
        post(3),
        post(3),
        post(4, "A", type="page", parent=5),
        post(5, "B", type="page", parent=4),
        post(6, inside=comment(1, parent=2) + comment(2, parent=1) + comment(3, parent=99) + comment(4, "")),
        post(7, " ", "<p>Words that stand for a headline.</p>", parent=77),
        post(8, "x" * 300),
    )
    report = moved(path)
    assert report.adds_up, [(line.name, line.export, line.here, line.reasons) for line in report.lines]
    assert [one["reason"] for one in report.left_out] == ["stands in the export twice, word for word"]
    assert lines(report)["stories"] == (8, 7)
    assert lines(report)["comments"] == (4, 3)
    assert Story.objects.filter(title="Words that stand for a headline.").exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_that_broke_off_is_taken_up_to_the_same_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.paper()
    path = export(tmp_path, *(post(n, inside=comment(n)) for n in range(1, 40)))
    monkeypatch.setattr(writer.ledger, "PORTION", 5)
    monkeypatch.setattr(writer.ledger.portions, "__defaults__", (5,))
    whole = writer.Writer._portion
    calls = []

    def broken(self: writer.Writer, portion: Any, done: int) -> None:
        calls.append(done)
        if len(calls) == 4:
            raise KeyboardInterrupt
        whole(self, portion, done)

    monkeypatch.setattr(writer.Writer, "_portion", broken)
    with pytest.raises(KeyboardInterrupt):
        moved(path)
    assert 0 < Story.objects.count() < 39
    report = moved(path, resume=True)
    assert report.adds_up
    assert Story.objects.count() == Reply.objects.count() == 39
    with pytest.raises(CannotImportError, match="no broken-off run"):
        moved(path, resume=True)


def test_pictures_come_from_the_upload_folder_and_old_files_lead_to_them(
    tmp_path: Path, client: Client, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.paper()
    uploads = tmp_path / "uploads" / "2021"
    uploads.mkdir(parents=True)
    drawn = BytesIO()
    PILImage.new("RGB", (640, 480), (30, 90, 160)).save(drawn, "JPEG")
    (uploads / "bridge.jpg").write_bytes(drawn.getvalue())
    (uploads / "page.jpg").write_text("<html>not found</html>")
    (tmp_path / "outside.jpg").write_bytes(drawn.getvalue())
    address = "https://old.example/wp-content/uploads"
    alt = "<wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A bridge</wp:meta_value>"
    thumb = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>20</wp:meta_value></wp:postmeta>"

    def upload(number: int, name: str, inside: str = "") -> str:
        inside += f"<wp:attachment_url>{address}/{name}</wp:attachment_url>"
        return post(number, f"P{number}", "", type="attachment", status="inherit", inside=inside)

    path = export(
        tmp_path,
        post(1, text=f'<p>Text.</p><img src="{address}/2021/bridge-300x200.jpg">', inside=thumb),
        upload(20, "2021/bridge.jpg", f"<wp:postmeta>{alt}</wp:postmeta>"),
        upload(21, "2021/page.jpg"),
        upload(22, "2021/missing.jpg"),
        upload(23, "../outside.jpg"),
    )
    report = moved(path, media=tmp_path / "uploads")
    assert report.adds_up
    assert lines(report)["pictures and files"] == (4, 1)
    story = Story.objects.get(title="Post 1")
    assert story.lead_image is not None
    assert story.lead_image.description == "A bridge"
    assert [block.block_type for block in story.body] == ["paragraph", "picture"]
    answer = client.get("/wp-content/uploads/2021/bridge-300x200.jpg")
    assert (answer.status_code, answer.headers["Location"]) == (301, story.lead_image.file.url)
    assert moved(path, media=tmp_path / "uploads").outcomes["new"] == 0
    with pytest.raises(CannotImportError, match="is no folder"):
        moved(path, media=tmp_path / "nowhere")
