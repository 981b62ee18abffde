"""Menus, the footer and stories on top come along, and nothing that the newsroom has set is written over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.articles.models import Front, Paper, Story
from broadsheet.importers.ghost.moving import move_ghost
from broadsheet.importers.moving.furnishing import OURS
from broadsheet.importers.moving.report import Report
from broadsheet.importers.wordpress.moving import Wishes, move_in
from tests import world
from tests.importers.ghost import exports as ghost
from tests.importers.wordpress.exports import HEAD, export, post

pytestmark = pytest.mark.django_db
TERMS = """<wp:term><wp:term_id>9</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy>
<wp:term_slug>main</wp:term_slug><wp:term_name>Main menu</wp:term_name></wp:term>
<wp:term><wp:term_id>10</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy>
<wp:term_slug>footer-links</wp:term_slug><wp:term_name>Footer links</wp:term_name></wp:term>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>politics</wp:category_nicename>
<wp:cat_name>Politics</wp:cat_name></wp:category>
<wp:tag><wp:term_id>4</wp:term_id><wp:tag_slug>bridges</wp:tag_slug><wp:tag_name>Bridges</wp:tag_name></wp:tag>"""
TAG = '<category domain="post_tag" nicename="bridges">Bridges</category>'
STICKY = "<wp:is_sticky>1</wp:is_sticky>"


def entry(number: int, title: str, menu: str = "main", **metas: Any) -> str:
    """An entry of a menu."""
    inside = "".join(
        f"<wp:postmeta><wp:meta_key>_menu_item_{name}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
        for name, value in metas.items()
    )
    inside += f"<wp:menu_order>{number}</wp:menu_order>"
    terms = f'<category domain="nav_menu" nicename="{menu}">{menu}</category>'
    return post(number, title, "", type="nav_menu_item", categories=terms, inside=inside, link="x")


def town(folder: Path) -> Path:
    """A paper with two menus, and posts that are kept on top."""
    return export(
        folder,
        *(post(n, f"Story {n}", date=f"2021-03-0{n} 05:06:07", inside=STICKY + TAG) for n in range(1, 7)),
        post(7, "Plain"),
        post(8, "Sticky draft", status="draft", inside=STICKY),
        post(20, "About", type="page", slug="about", link="https://old.example/about/"),
        entry(33, "Us", type="post_type", object="page", object_id=20),
        entry(31, " ", type="taxonomy", object="category", object_id=3),
        entry(32, "On bridges", type="taxonomy", object="post_tag", object_id=4),
        entry(34, "Elsewhere", type="custom", url="https://elsewhere.example/x"),
        entry(35, "Ours", type="custom", url="https://old.example/2021/03/04/post-7/"),
        entry(36, "Below", type="custom", url="https://e.example/", menu_item_parent=31),
        entry(37, "Nothing", type="custom", url="#"),
        entry(38, "Gone", type="post_type", object="page", object_id=999),
        entry(39, "Imprint", "footer-links", type="post_type", object="page", object_id=20),
        head=HEAD + TERMS,
    )


def line(report: Report, name: str) -> Any:
    return next(one for one in report.lines if one.name == name)


def test_menu_footer_and_stories_on_top_come_along(tmp_path: Path, client: Client) -> None:
    world.paper()
    report = move_in([town(tmp_path)], Wishes())
    assert report.adds_up, [vars(one) for one in report.lines if not one.adds_up]
    menu = Paper.objects.get().menu
    shown = [one.value.title if one.block_type == "page" else one.value["label"] for one in menu]
    assert shown == ["Politics", "On bridges", "Us", "Elsewhere", "Ours"]
    assert menu[4].value["url"] == Story.objects.get(title="Plain").url
    entries = line(report, "menu entries")
    assert (entries.export, entries.here) == (9, 6)
    assert sum(entries.reasons.values()) == 3
    on_top = line(report, "stories on top")
    assert (on_top.export, on_top.here, sum(on_top.reasons.values())) == (7, 4, 3)
    layout = Front.objects.get().layout
    assert layout[0].value["story"].title == "Story 6"
    assert [one.title for one in layout[1].value["stories"]] == ["Story 5", "Story 4", "Story 3"]
    front = client.get("/").content.decode()
    assert "Elsewhere" in front
    assert "Imprint" in front


def test_what_the_newsroom_has_set_stays(tmp_path: Path) -> None:
    world.paper()
    move_in([town(tmp_path)], Wishes())
    paper, front = Paper.objects.get(), Front.objects.get()
    paper.menu, front.layout = paper.menu.stream_block.to_python(paper.menu.raw_data[:1]), []
    paper.save()
    front.save()
    newer = town(tmp_path)
    newer.write_text(newer.read_text().replace("Elsewhere", "Somewhere else"))
    report = move_in([newer], Wishes())
    assert report.adds_up
    assert line(report, "menu entries").reasons[OURS] == 5
    assert line(report, "stories on top").reasons[OURS] == 4
    assert len(Paper.objects.get().menu) == 1
    assert not Front.objects.get().layout


def test_a_newer_export_brings_its_newer_menu(tmp_path: Path) -> None:
    world.paper()
    move_in([town(tmp_path)], Wishes())
    newer = town(tmp_path)
    newer.write_text(newer.read_text().replace("Elsewhere", "Somewhere else"))
    assert move_in([newer], Wishes()).adds_up
    assert Paper.objects.get().menu[3].value["label"] == "Somewhere else"


def test_the_menus_and_featured_posts_of_ghost_come_along(tmp_path: Path) -> None:
    world.paper()
    navigation = [
        {"label": "About us", "url": "__GHOST_URL__/about/"},
        {"label": "Feed", "url": "https://e.example/feed"},
        {"label": "Nothing", "url": "__GHOST_URL__/nothing/"},
    ]
    path = ghost.export(
        tmp_path,
        ghost.row(1, "First", featured=1),
        ghost.row(2, "About", type="page", slug="about"),
        settings=[{"key": "title", "value": "Old"}, {"key": "navigation", "value": json.dumps(navigation)}],
    )
    report = move_ghost(path, Wishes(), url="https://old.example")
    assert report.adds_up
    assert [block.value["label"] for block in Paper.objects.get().menu] == ["About us", "Feed"]
    assert Front.objects.get().layout[0].value["story"].title == "First"
