"""Pictures of an imported page: fetched from a server of the test's own, kept with the story or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image as Pillow

from broadsheet.articles.models import Story
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.page import making, pictures
from broadsheet.importers.page.found import Block, Found, Picture
from broadsheet.importers.page.making import Wishes, make_story, will_write
from broadsheet.importers.page.pictures import Catch, fetch_pictures
from broadsheet.media.models import Image
from tests import world

pytestmark = pytest.mark.django_db

LIVE = Wishes("politics", ["Ada Reporter"], publish=True)


def drawn(colour: str, size: tuple[int, int] = (640, 400), kind: str = "JPEG") -> bytes:
    data = BytesIO()
    Pillow.new("RGB", size, colour).save(data, kind)
    return data.getvalue()


FILES = {
    "/red.jpg": drawn("red"),
    "/blue.png": drawn("blue", kind="PNG"),
    "/named.php": drawn("green"),
    "/small.jpg": drawn("red", (80, 80)),
    "/page.jpg": b"<html><body>Not found</body></html>",
    "/drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
}


class Handler(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        data = FILES.get(self.path)
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", "image/jpeg")
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _paper() -> None:
    Handler.asked.clear()
    world.paper("Politics")


def page(*found: Picture) -> Found:
    blocks = [Block("paragraph", f"Paragraph number {n} is here. It is whole.") for n in range(3)]
    return Found("Bridge closed", blocks=blocks, pictures=list(found))


def get(*found: Picture) -> Catch:
    return fetch_pictures(found, allow_private=True)


def stored() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_the_first_picture_leads_and_the_others_stand_in_the_text(site: str) -> None:
    found = page(
        Picture(f"{site}/red.jpg", "A red bridge", "The bridge.", "Ann Lee", 0),
        Picture(f"{site}/blue.png", "A blue bridge", "The other one.", "Kim Okafor", 2),
    )
    story = make_story(found, LIVE, get(*found.pictures).prints).story
    assert story.live
    lead = story.lead_image
    assert (lead.description, lead.caption, lead.credit) == ("A red bridge", "The bridge.", "Ann Lee")
    assert (lead.width, lead.height) == (640, 400)
    assert [block.block_type for block in story.body] == ["paragraph", "picture", "paragraph"]
    second = story.body[1].value["image"]
    assert (second.description, second.credit) == ("A blue bridge", "Kim Okafor")
    assert story.body[2].value.source == "<p>Paragraph number 2 is here. It is whole.</p>"


def test_the_type_is_told_by_the_content(site: str) -> None:
    (one,) = get(Picture(f"{site}/named.php")).prints
    image, _ = pictures.keep(one, "Bridge closed")
    assert image.file.name.endswith(".jpg")
    assert image.title == "Bridge closed"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.jpg", "answered 404"),
        ("page.jpg", "is no picture"),
        ("drawing.svg", "is no picture"),
        ("small.jpg", "too small"),
    ],
)
def test_one_that_cannot_be_had_is_told_and_the_story_comes_all_the_same(site: str, name: str, said: str) -> None:
    found = page(Picture(f"{site}/{name}"), Picture(f"{site}/red.jpg", place=1))
    catch = get(*found.pictures)
    ((address, reason),) = catch.failed
    assert (address, said in reason) == (f"{site}/{name}", True)
    story = make_story(found, LIVE, catch.prints).story
    assert story.lead_image is not None
    assert [block.block_type for block in story.body] == ["paragraph"]


def test_a_private_address_is_not_asked(site: str) -> None:
    catch = fetch_pictures([Picture(f"{site}/red.jpg")])
    assert "private network" in catch.failed[0][1]
    assert (catch.prints, Handler.asked) == ([], [])


def test_there_is_an_end_to_number_and_size(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST", 1)
    catch = get(Picture(f"{site}/red.jpg"), Picture(f"{site}/blue.png"))
    assert (len(catch.prints), len(catch.failed), Handler.asked) == (1, 1, ["/red.jpg"])
    monkeypatch.setattr(pictures, "LARGEST", 100)
    assert "too much" in get(Picture(f"{site}/red.jpg")).failed[0][1]
    monkeypatch.setattr(pictures, "SECONDS", -1)
    assert "at most" in get(Picture(f"{site}/red.jpg")).failed[0][1]


def test_the_same_picture_is_asked_for_and_kept_once(site: str) -> None:
    found = page(Picture(f"{site}/red.jpg"), Picture(f"{site}/red.jpg", place=2))
    make_story(found, LIVE, get(*found.pictures).prints)
    other = page(Picture(f"{site}/red.jpg", "Alt", "Caption"))
    other.headline = "Another"
    story = make_story(other, LIVE, get(*other.pictures).prints).story
    assert Image.objects.count() == 1
    assert story.lead_caption == "Caption"
    assert Handler.asked == ["/red.jpg"] * 2


def test_where_the_story_cannot_be_written_no_file_stays(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored()

    def refuse(*_: object) -> None:
        assert stored() > before
        raise CannotImportError("no.")

    monkeypatch.setattr(making, "_save", refuse)
    found = page(Picture(f"{site}/red.jpg"))
    with pytest.raises(CannotImportError):
        make_story(found, LIVE, get(*found.pictures).prints)
    assert not Image.objects.exists()
    assert not Story.objects.exists()
    assert stored() == before


def test_pictures_are_worth_fetching_only_where_something_is_written() -> None:
    assert will_write(page(), LIVE)
    make_story(page(), LIVE)
    assert not will_write(page(), LIVE)
    changed = page()
    changed.standfirst = "It is new."
    assert not will_write(changed, LIVE)
    assert will_write(changed, Wishes("politics", ["Ada Reporter"], update=True))
