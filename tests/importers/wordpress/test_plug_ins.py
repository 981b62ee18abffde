"""What well-known plug-ins put into exports, and exports in several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.articles.models import Author, Story
from broadsheet.importers.wordpress.moving import Wishes, move_in
from tests import world
from tests.importers.wordpress.exports import comment, export, post

pytestmark = pytest.mark.django_db


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"


def test_bylines_of_co_authors_plus_keep_their_order_and_their_guests(tmp_path: Path) -> None:
    world.paper()
    guest = meta("cap-display_name", "Gus Guest") + meta("cap-user_login", "gus")
    terms = "".join(
        f'<category domain="author" nicename="{nicename}"><![CDATA[{name}]]></category>'
        for nicename, name in (("cap-gus", "gus"), ("cap-ada", "ada"))
    )
    path = export(
        tmp_path,
        post(1, "Both", inside=terms, by="root1"),
        post(2, "Gus Guest", "", type="guest-author", slug="cap-gus", inside=guest),
    )
    report = move_in([path], Wishes())
    assert report.adds_up, report.lines
    assert [author.name for author in Story.objects.get().authors] == ["Gus Guest", "Ada Reporter"]
    assert not Author.objects.filter(name__in=("gus", "ada", "admin")).exists()


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("_yoast_wpseo_title", "_yoast_wpseo_metadesc"),
        ("rank_math_title", "rank_math_description"),
    ],
)
def test_titles_and_descriptions_for_search_engines_come_without_their_variables(
    tmp_path: Path, title: str, description: str
) -> None:
    world.paper()
    variables = "%%sep%% %%sitename%%" if "yoast" in title else "%sep% %sitename%"
    inside = meta(title, f"For machines {variables}") + meta(description, "What it &amp; they say.")
    assert move_in([export(tmp_path, post(1, inside=inside))], Wishes()).adds_up
    story = Story.objects.get()
    assert (story.seo_title, story.search_description) == ("For machines", "What it & they say.")


def test_several_files_are_one_export(tmp_path: Path) -> None:
    world.paper()
    first = export(
        tmp_path, post(1, text='<p>See <a href="/?p=2">it</a>.</p>', inside=comment(1)), post(4), name="1.xml"
    )
    second = export(tmp_path, post(2, "Second"), post(3, "P", type="page"), post(4), name="2.xml")
    report = move_in([first, second], Wishes())
    assert report.adds_up, report.lines
    assert {line.name: (line.export, line.here) for line in report.lines}["stories"] == (4, 3)
    assert [(one["file"], one["item"].partition("~")[0]) for one in report.left_out] == [("2.xml", "4")]
    target = Story.objects.get(title="Second").pk
    assert f'id="{target}" linktype="page"' in str(Story.objects.get(title="Post 1").body.raw_data[0])
    assert not move_in([first, second], Wishes()).outcomes.get("new")
