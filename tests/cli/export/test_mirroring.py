"""The mirror of a paper: a walk along every link finds a file for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html
from wagtail.rich_text import RichText

from broadsheet.articles.models import Story
from broadsheet.cli.export.links import addresses_in
from broadsheet.cli.export.mirroring import Mirror, place_of
from tests import world
from tests.comments.replying import reply

BASE = "http://testserver"


def file_at(folder: Path, address: str) -> Path | None:
    """The file that a plain web server would send for an address."""
    path = folder / unquote(urlsplit(address).path).lstrip("/")
    path = path / "index.html" if address.endswith("/") or path.is_dir() else path
    return path if path.is_file() else None


def dead_links(folder: Path) -> list[tuple[str, str]]:
    """Every address of ours that a page, feed or style sheet names and for which there is no file."""
    kinds = {".html": "text/html", ".css": "text/css", ".xml": "text/xml", ".js": "text/javascript"}
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and (kind := kinds.get(path.suffix)):
            at = f"{BASE}/{path.relative_to(folder)}".removesuffix("index.html")
            for one in addresses_in(path.read_bytes(), kind, at):
                parts = urlsplit(urljoin(at, one))
                if parts.scheme in ("http", "https") and parts.netloc == "testserver":
                    whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
                    if parts.query or file_at(folder, whole) is None:
                        found.append((str(path.relative_to(folder)), whole))
    return found


@pytest.mark.django_db
def test_no_link_of_the_mirror_is_dead_and_all_that_is_public_is_in_it(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.paper("Politics")
    politics = world.section("Politics")
    for number in range(45):
        world.story(politics, f"Story {number} of many")
    long = world.story(politics, "Long", slug="שלום" * 40, lead_image=world.image(320, 200), topics=("Boats",))
    hidden = world.story(politics, "Not yet", live=False)
    reply(long, text="Well said.")
    link = f'<p><a href="/no/such/page/">Lost words</a> <a linktype="page" id="{long.pk}">there</a></p>'
    world.story(politics, "With a dead link", slug="dead", body=[("paragraph", RichText(link))])
    folder = tmp_path / "mirror"
    folder.mkdir()
    mirror = Mirror(folder, BASE)
    mirror.make()
    assert dead_links(folder) == []
    for story in Story.objects.readable():
        assert mirror.lies[mirror._local(story.full_url)] is not None, story.title
    assert mirror.lies.get(mirror._local(hidden.full_url or "/x")) is None
    assert [address for address, _ in mirror.dead] == ["/no/such/page/"]
    page = html.fromstring((folder / "politics" / "dead" / "index.html").read_bytes())
    assert "Lost words" in page.text_content()
    assert not page.xpath("//form")
    assert (folder / "politics" / "page-2" / "index.html").is_file()
    assert (folder / "feed.xml").is_file()
    assert (folder / "404.html").is_file()
    assert all(len(path.name.encode()) < 255 for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("address", "kind", "place"),
    [
        ("/", "text/html", "/index.html"),
        ("/politics/?page=2", "text/html", "/politics/page-2/index.html"),
        ("/pictures/x/1/fill-3x2%7Cformat-avif/name", "image/avif", "/pictures/x/1/fill-3x2%7Cformat-avif/name.avif"),
        ("/about", "text/html", "/about/index.html"),
        ("/%2e%2e/x.xml", "text/xml", "/-/x.xml"),
        ("/feed.json", "application/feed+json", "/feed.json"),
    ],
)
def test_each_answer_has_its_place(address: str, kind: str, place: str) -> None:
    assert place_of(address, kind) == place
