"""Feeds of all kinds move in by the writer of all moves."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.articles.models import Story
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.feed.reading import read_feed
from broadsheet.importers.models import Move
from broadsheet.importers.moving.report import Report
from broadsheet.importers.moving.wishes import Wishes
from broadsheet.importers.small.moving import move_small
from tests import world

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
FEEDS = Path(os.environ.get("BROADSHEET_CORPORA", ROOT / ".." / "shared" / "corpora")) / "feeds"
LONGEST = 20
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>The Old Paper</title><link>https://old.example/</link>NEXT
<item><title>First &amp; best</title><link>https://old.example/2024/05/first/?utm_source=rss</link><guid>1</guid>
<pubDate>Tue, 07 May 2024 08:09:10 GMT</pubDate><dc:creator>Ada Reporter</dc:creator><category>Politics</category>
<category>Bridges</category><description>In short.</description><content:encoded><![CDATA[<p>Open.</p>
<script>alert(1)</script><p>See <a href="https://old.example/2024/05/second/">it</a>.</p>]]></content:encoded>
<enclosure url="https://old.example/a.png" type="image/png" length="1"/></item>
<item><title>Second</title><link>https://old.example/2024/05/second/</link><guid>2</guid><category>Politics</category>
<pubDate>Mon, 06 May 2024 08:09:10 GMT</pubDate><description>&lt;p&gt;Only this.&lt;/p&gt;</description></item>
<item><title>Second</title><link>https://old.example/2024/05/second/</link><guid>2</guid></item>
<item><title>Odd</title><description>Odd words.</description><link>https://old.example/story.php?id=3</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Old Paper</title><link href="https://old.example/"/>
<entry><id>urn:1</id><title>First</title><link href="https://old.example/first.html"/>
<published>2024-05-07T08:09:10+02:00</published><updated>2024-05-08T08:09:10Z</updated><author><name>Ada</name></author>
<category term="politics" label="Politics"/><content type="html">&lt;p&gt;Words.&lt;/p&gt;</content></entry></feed>"""
JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Old Paper",
    "home_page_url": "https://old.example/",
    "items": [
        {
            "id": 7,
            "url": "https://old.example/first",
            "title": "First",
            "content_text": "One < two.\n\nThree.",
            "date_published": "2024-05-07T08:09:10+02:00",
            "authors": [{"name": "Ada"}, 5],
            "tags": ["Politics", 5],
        },
        5,
    ],
}


def moved(folder: Path, text: str, **wishes: Any) -> Report:
    path = folder / "feed.xml"
    path.write_text(text, encoding="utf-8")
    return move_small(read_feed(str(path)), Wishes(**wishes), lambda step, done, all_: None)


def test_rss_comes_whole_and_again_changes_nothing(tmp_path: Path, client: Client) -> None:
    world.paper()
    report = moved(tmp_path, RSS.replace("NEXT", ""))
    found = {line.name: (line.export, line.here) for line in report.lines}
    assert found["stories"] == (4, 3)
    assert found["pictures"] == (1, 0)
    assert not report.dead, report.dead
    assert report.adds_up, report.lines
    first, second = Story.objects.get(title="First & best"), Story.objects.get(title="Second")
    assert (first.slug, first.section.slug, first.standfirst) == ("first", "politics", "In short.")
    assert [row.topic.slug for row in first.story_topics.all()] == ["bridges"]
    assert [author.name for author in first.authors] == ["Ada Reporter"]
    assert f'id="{second.pk}" linktype="page"' in str(first.body.raw_data[0])
    assert "alert" not in str(first.body.raw_data)
    assert "Only this." in str(second.body)
    assert client.get("/2024/05/first/").headers["Location"] == first.url
    assert client.get("/story.php").headers["Location"] == Story.objects.get(title="Odd").url
    again = moved(tmp_path, RSS.replace("NEXT", ""))
    assert not again.outcomes.get("new")
    assert not again.outcomes.get("updated")
    assert again.adds_up


@pytest.mark.parametrize("text", [ATOM, json.dumps(JSON_FEED)])
def test_atom_and_json_feed_come_too(tmp_path: Path, text: str) -> None:
    world.paper()
    report = moved(tmp_path, text)
    assert report.adds_up, report.lines
    story = Story.objects.get()
    assert (story.title, story.slug, story.section.slug) == ("First", "first", "politics")
    assert story.published_at is not None
    assert story.published_at.isoformat() == "2024-05-07T06:09:10+00:00"
    assert [author.name for author in story.authors] == ["Ada"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"items": 5}',
        "[]",
        "<html><p>Not found</p></html>",
        "words",
        "/etc/passwd",
        "<rss><channel></channel></rss>",
    ],
)
def test_what_is_no_feed_is_refused(tmp_path: Path, text: str) -> None:
    world.paper()
    with pytest.raises(CannotImportError, match=r"feed\.xml"):
        moved(tmp_path, text)
    with pytest.raises(CannotImportError, match="cannot be read"):
        read_feed(str(tmp_path / "none.xml"))
    assert not Move.objects.exists()


def test_a_feed_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    world.paper()
    report = moved(tmp_path, RSS.replace("NEXT", "")[:-200])
    assert report.adds_up, report.lines
    assert "well-formed" in report.mended[0]
    assert Story.objects.filter(title="First & best").exists()


class Site(BaseHTTPRequestHandler):
    timeout = LONGEST

    def do_GET(self) -> None:
        following = '<atom:link rel="next" href="/feed?page=2"/>' if self.path == "/feed" else ""
        text = RSS.replace("NEXT", following)
        if self.path != "/feed":
            text = text.replace("<guid>", "<guid>b").replace("2024/05/", "2023/").replace("story.php", "old.php")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(LONGEST)


def test_the_pages_of_a_feed_are_followed_but_not_into_a_private_network(site: str) -> None:
    assert len(read_feed(f"{site}/feed", allow_private=True).kept()) == 6
    with pytest.raises(CannotImportError, match="private network"):
        read_feed(f"{site}/feed")


def test_every_real_feed_adds_up_or_is_refused() -> None:
    """A sample of the parsers' own tests: every 40th."""
    files = sorted(path for end in ("xml", "json") for path in FEEDS.rglob(f"*.{end}"))[::40]
    if not files:
        pytest.skip(f"{FEEDS} is not there: set BROADSHEET_CORPORA to a folder with feeds in feeds/")
    world.paper()
    wrong = []
    for path in files:
        try:
            report = move_small(read_feed(str(path)), Wishes(dry_run=True), lambda step, done, all_: None)
        except CannotImportError:
            continue
        wrong += [(path.name, vars(line), report.dead) for line in report.lines if not line.adds_up]
    assert not wrong
