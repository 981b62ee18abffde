"""The paper as an export of WordPress: what is read back is what was there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from wagtail.rich_text import RichText

from broadsheet.articles.models import Correction, InfoPage, Section, Story
from broadsheet.comments.models import Reply, State
from broadsheet.importers.moving.report import Report
from broadsheet.importers.wordpress.moving import Wishes, move_in
from broadsheet.importers.wordpress.writing import write_export
from tests import world
from tests.comments.replying import reply
from tests.importers.wordpress.exports import comment, export, post

pytestmark = pytest.mark.django_db


def written(folder: Path, name: str = "ours.xml") -> Path:
    """The paper as a file."""
    out = StringIO()
    write_export(out)
    path = folder / name
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def paper_as_read() -> dict[str, Any]:
    """All of the paper that an export takes along, without the ids of this database."""
    titles = dict(Story.objects.values_list("pk", "url_path")) | dict(InfoPage.objects.values_list("pk", "url_path"))
    stories = {
        one.url_path: {
            "fields": [
                *(one.title, one.standfirst, one.live, one.published_at, one.updated_at, one.seo_title, one.summary),
                *(one.search_description, one.replies_open, one.kicker, one.label, one.dateline, one.short_headline),
                *(one.lead_caption, one.canonical_url, one.language, one.lead_image and one.lead_image.file_hash),
            ],
            "body": [without_ids(block, titles) for block in one.body.raw_data],
            "authors": [author.name for author in one.authors],
            "topics": [row.topic.name for row in one.story_topics.order_by("sort_order").select_related("topic")],
            "corrections": [(row.date, row.text) for row in one.corrections.order_by("date")],
            "replies": [
                (r.name, r.email, r.website, r.text, r.posted_at, r.state, r.depth)
                for r in Reply.objects.filter(story=one.pk).order_by("path")
            ],
        }
        for one in Story.objects.select_related("lead_image")
    }
    pages = {
        one.url_path: (one.title, one.live, [without_ids(block, titles) for block in one.body.raw_data])
        for one in InfoPage.objects.all()
    }
    return {"stories": stories, "pages": pages, "sections": dict(Section.objects.values_list("url_path", "title"))}


def without_ids(value: Any, titles: dict[int, str]) -> Any:
    """A block with the addresses of pages for their ids."""
    if isinstance(value, dict):
        return {name: without_ids(one, titles) for name, one in value.items() if name not in ("id", "image")}
    if isinstance(value, list):
        return [without_ids(one, titles) for one in value]
    if isinstance(value, int):
        return titles.get(value, value)
    if isinstance(value, str):
        for pk, path in titles.items():
            value = value.replace(f'id="{pk}"', f'id="{path}"')
    return value


class UndoneError(Exception):
    """Ends a world of its own."""


def moved_elsewhere(*paths: Path, media: Path | None = None) -> tuple[dict[str, Any], str, Report]:
    """What a new paper is after the export moved in: itself, as an export again, and the report."""
    found: list[Any] = []
    try:
        with transaction.atomic():
            world.paper()
            report = move_in(paths, Wishes(media=media, addresses="keep"))
            out = StringIO()
            write_export(out)
            found += [paper_as_read(), out.getvalue(), report]
            raise UndoneError
    except UndoneError:
        return found[0], found[1], found[2]


def test_a_paper_written_in_the_desk_is_read_back_as_it_was(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "home" / "media"
    first: dict[str, Any] = {}
    try:
        with transaction.atomic():
            _a_whole_paper()
            first, path = paper_as_read(), written(tmp_path)
            raise UndoneError
    except UndoneError:
        pass
    second, _, report = moved_elsewhere(path, media=settings.MEDIA_ROOT)
    assert report.adds_up, [vars(line) for line in report.lines if not line.adds_up]
    assert second.pop("sections").items() >= first.pop("sections").items()
    assert second["pages"] == first["pages"]
    assert second["stories"].keys() == first["stories"].keys()
    for path, story in first["stories"].items():
        for what, found in story.items():
            assert second["stories"][path][what] == found, (path, what)


def _a_whole_paper() -> None:
    front = world.paper("Politics", "Empty")
    inner = world.add_section(world.section("Politics"), "Town & Country", "local")
    world.add_section(world.section("Empty"), "Local too", "local")
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    other = world.story(inner, "The other [story]", at=at)
    picture = world.image(640, 480)
    about = InfoPage(title="About <us>", slug="about", live=True, body=[("paragraph", RichText("<p>We are.</p>"))])
    front.add_child(instance=about)
    team = InfoPage(title="Team", slug="team", live=False, body=[("heading", "Who & what")])
    about.add_child(instance=team)
    link = (
        f'<p>See <a linktype="page" id="{other.pk}">that</a>, <b>bold &amp; so</b> [gallery].</p><ul><li>One</li></ul>'
    )
    table = {"columns": [{"type": "text", "heading": "A<b"}, {"type": "text", "heading": ""}], "caption": "Figures"}
    rows = [{"values": ["1 < 2", "x"]}, {"values": ["", "y"]}]
    body: list[dict[str, Any]] = [
        {
            "type": "paragraph",
            "value": link.replace(f'linktype="page" id="{other.pk}"', f'id="{other.pk}" linktype="page"'),
        },
        {"type": "heading", "value": "A -- heading <!-- wp:x -->"},
        {"type": "pull_quote", "value": {"text": "Long " * 120 + "end", "speaker": "Ann"}},
        {"type": "fact_box", "value": {"title": "Facts", "text": "<p>One <i>fact</i>.</p><ul><li>Two</li></ul>"}},
        {"type": "read_also", "value": {"stories": [{"type": "item", "value": other.pk, "id": "1"}]}},
        {"type": "table", "value": {"table": {**table, "rows": rows}}},
        {"type": "embed", "value": {"url": "https://v.example/w?a=1&b=2", "title": "A film", "description": "Long."}},
        {"type": "picture", "value": {"image": picture.pk, "caption": "It", "alt": "A blue field"}},
        {"type": "paragraph", "value": "<p>End.</p>"},
    ]
    full = world.story(
        inner, "Headline & “quotes” <b>", at=at, topics=("Bridges", "Boats"), standfirst="In <short>.", kicker="Kick",
        authors=(world.author("Ada Reporter"), world.author("Ben Second")), label="analysis", dateline="SEOUL",
        lead_image=picture, lead_caption="Led", canonical_url="https://e.example/x", language="es", slug="headline",
        seo_title="%s %title% –", search_description="Found",
    )  # fmt: skip
    full = Story.objects.get(pk=full.pk)
    full.body = full.body.stream_block.to_python([{**block, "id": None} for block in body])
    full.corrections = [Correction(date=at, text="It was <2>.")]
    full.save()
    world.story(inner, "Draft", live=False, slug="draft")
    top = reply(full, name="Ann [x]", text="1 < 2 & so\n\non", at=at)
    low = reply(full, parent=top, name="Ben", text="No.", at=at + timedelta(minutes=1))
    low.become(State.HELD, phase="test", code="x", reason="x")
    times = {"published_at": at, "updated_at": at + timedelta(hours=2)}
    Story.objects.filter(pk=full.pk).update(replies_open=False, **times)
    Story.objects.filter(pk=other.pk).update(**times)


def test_the_file_is_well_formed_and_says_what_it_is(tmp_path: Path) -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), "A ]]> in \x0b it", body=[("paragraph", RichText("<p>]]&gt;</p>"))])
    root = etree.parse(written(tmp_path)).getroot()
    spaces = {"wp": "http://wordpress.org/export/1.2/"}
    assert root.findtext("channel/wp:wxr_version", namespaces=spaces) == "1.2"
    item = root.find("channel/item[wp:post_type='post']", namespaces=spaces)
    assert item is not None
    for name in ("wp:post_id", "wp:post_date_gmt", "wp:post_name", "wp:status", "wp:comment_status", "wp:is_sticky"):
        assert item.findtext(name, namespaces=spaces), name
    assert item.findtext("title") == "A ]]&gt; in  it"


WORDS = st.text(st.sampled_from("ab é&<>\"'[]/%-=\n\u00a0שּ🙂"), max_size=12).filter(lambda text: "]]>" not in text)
SAFE = WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
PIECES = st.one_of(
    SAFE.map(lambda text: f"<p>{text}</p>"),
    SAFE.map(lambda text: f"<h2>{text}</h2>"),
    SAFE.map(lambda text: f"<ul><li>{text}</li><li>x<b>{text}</b></li></ul>"),
    SAFE.map(lambda text: f"<blockquote><p>{text}</p><cite>{text[:4]}</cite></blockquote>"),
    SAFE.map(lambda text: f"<table><tr><th>A</th><th>{text}</th></tr><tr><td>{text}</td><td>b</td></tr></table>"),
    SAFE.map(lambda text: f'<a href="/?p=2">{text}</a> and <em>{text}</em>'),
    st.sampled_from(
        [
            "[gallery ids='1,2']",
            "https://video.example/x?a=1&amp;b=2\n",
            '<!-- wp:embed {"url":"https://v.example/1"} /-->',
            "[caption]<img src='https://pics.example/a.jpg' alt='A'> Words[/caption]",
            "<div><pre>a  b\nc</pre></div>",
            "plain\n\ntext\nof the classic [unknown] editor",
        ]
    ),
)
POSTS = st.fixed_dictionaries(
    {
        "title": SAFE,
        "text": st.lists(PIECES, max_size=5).map("\n\n".join),
        "status": st.sampled_from(["publish", "publish", "draft", "private", "pending"]),
        "type": st.sampled_from(["post", "post", "post", "page"]),
        "excerpt": SAFE,
        "by": st.sampled_from(["ada", "root1", "ghost"]),
        "comments": st.lists(
            st.tuples(SAFE, st.integers(0, 3), st.sampled_from(["1", "0", "spam", "trash"])), max_size=3
        ),
    }
)


@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(POSTS, min_size=1, max_size=4))
def test_what_moved_in_is_written_and_read_back_the_same(tmp_path: Path, posts: list[dict[str, Any]]) -> None:
    items = []
    for number, one in enumerate(posts, 1):
        found = enumerate(one.pop("comments"), 10 * number)
        inside = "".join(comment(n, text, 10 * number + parent, approved) for n, (text, parent, approved) in found)
        items.append(post(number, **one, inside=inside, slug=f"story-{number}"))
    first, ours, report = moved_elsewhere(export(tmp_path, *items))
    assert report.adds_up, [vars(line) for line in report.lines if not line.adds_up]
    (tmp_path / "ours.xml").write_text(ours, encoding="utf-8")
    second, _, report = moved_elsewhere(tmp_path / "ours.xml")
    assert report.adds_up, [vars(line) for line in report.lines if not line.adds_up]
    assert second == first
