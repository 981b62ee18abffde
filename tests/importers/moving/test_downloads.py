"""Pictures fetched from a server that the tests start: politely, again where it is busy, never from within."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PIL import Image as PILImage

from broadsheet.articles.models import Story
from broadsheet.importers.models import Move, Moved
from broadsheet.importers.moving import downloads
from broadsheet.importers.moving.downloads import AT_A_HOST, CHANGED, Manners, fetch_in
from broadsheet.importers.moving.pictures import Upload
from broadsheet.importers.wordpress.moving import Wishes, move_in
from broadsheet.media.models import Image
from tests import world
from tests.importers.wordpress.exports import export, post

pytestmark = pytest.mark.django_db
LONGEST = 20
"""Seconds that anything here may take before it fails."""


def drawn(shade: int) -> bytes:
    file = BytesIO()
    PILImage.new("RGB", (400, 300), (shade, 90, 160)).save(file, "PNG")
    return file.getvalue()


class Pictures(BaseHTTPRequestHandler):
    """`/SHADE.png` is a picture; other paths are what a picture must not be."""

    asked: ClassVar[Counter[str]] = Counter()
    conditions: ClassVar[list[str]] = []
    shades: ClassVar[dict[str, int]] = {}
    crowd: ClassVar[list[int]] = []
    lock = threading.Lock()
    inside = 0
    timeout = LONGEST

    def do_GET(self) -> None:
        cls = type(self)
        with self.lock:
            cls.asked[self.path] += 1
            cls.inside += 1
            cls.crowd.append(cls.inside)
        self._respond()

    def _respond(self) -> None:
        name = self.path.strip("/").partition(".")[0]
        if name == "busy" and self.asked[self.path] < 3:
            self._send(503, b"", **{"Retry-After": "7"})
        elif name == "dead":
            self._send(500, b"")
        elif name == "page":
            self._send(200, b"<html>Log in</html>", **{"Content-Type": "text/html"})
        elif name == "missing":
            self._send(404, b"")
        elif name == "large":
            self._send(200, b"x" * 60_000, **{"Content-Type": "image/png"})
        elif name == "broken":
            self._send(200, drawn(1)[:-40], **{"Content-Type": "image/png"})
        elif since := self.headers.get("If-Modified-Since"):
            self.conditions.append(since)
            self._picture(name) if name in self.shades else self._send(304, b"")
        else:
            self._picture(name)

    def _picture(self, name: str) -> None:
        data = drawn(self.shades.get(name, int(name) if name.isdecimal() else 5))
        self._send(200, data, **{"Content-Type": "image/png", "Last-Modified": "Wed, 21 Oct 2015 07:28:00 GMT"})

    def _send(self, status: int, data: bytes, **headers: str) -> None:
        with self.lock:  # before a client can know that it has its answer, and ask for the next
            type(self).inside -= 1
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Iterator[str]:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.paper()
    for kept in (Pictures.asked, Pictures.conditions, Pictures.shades, Pictures.crowd):
        kept.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(LONGEST)


def uploads(site: str, *names: str) -> list[Upload]:
    return [Upload(name, f"{name}.png", name, url=f"{site}/{name}.png") for name in names]


def notes() -> dict[str, str]:
    found = Moved.objects.exclude(notes=[]).values_list("key", "notes")
    return {key: said[0].partition(": ")[2] for key, said in found}


def test_each_is_fetched_once_and_what_is_no_picture_is_named(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    move = Move.objects.create(source=site)
    monkeypatch.setattr(downloads, "LARGEST", 50_000)
    pauses: list[float] = []
    manners = Manners(allow_private=True, pause=pauses.append)
    shades = [str(shade) for shade in range(20, 40)]
    told: list[int] = []
    wanted = uploads(site, *shades, "busy", "dead", "page", "missing", "large", "broken")
    assert fetch_in(move, wanted, manners, told.append) == 21
    assert told[-1] == 26
    found = notes()
    assert found.pop("large").startswith("is larger than")
    assert found.pop("broken").startswith("This picture is damaged")
    assert found == {
        "dead": "answered 500",
        "page": "answers a web page (HTML), no picture",
        "missing": "answered 404",
    }
    assert sorted(pauses) == [1.0, 4.0, 7.0, 7.0, 10.0]
    assert Pictures.asked["/busy.png"] == 3
    assert Pictures.asked["/dead.png"] == 4
    assert Pictures.asked["/20.png"] == Pictures.asked["/missing.png"] == 1
    assert max(Pictures.crowd) <= AT_A_HOST


def test_a_second_run_asks_only_what_has_changed_and_keeps_what_is_here(site: str) -> None:
    move, manners = Move.objects.create(source=site), Manners(allow_private=True, pause=lambda seconds: None)
    assert fetch_in(move, uploads(site, "50", "51", "missing"), manners) == 2
    Pictures.shades["51"] = 99
    assert fetch_in(move, uploads(site, "50", "51", "missing"), manners) == 0
    assert Pictures.conditions == ["Wed, 21 Oct 2015 07:28:00 GMT"] * 2
    assert notes() == {"51": CHANGED, "missing": "answered 404"}
    Image.objects.all().delete()
    assert fetch_in(move, uploads(site, "50", "51"), manners) == 2


def test_nothing_is_fetched_from_within(site: str) -> None:
    move = Move.objects.create(source=site)
    assert fetch_in(move, uploads(site, "50"), Manners(pause=lambda seconds: None)) == 0
    assert notes() == {"50": "is within a private network: --allow-private fetches it"}
    assert not Pictures.asked
    odd = [Upload("1", "a", "a", url="file:///etc/passwd"), Upload("2", "b", "b", url="http://[::1")]
    assert fetch_in(move, odd, Manners(allow_private=True)) == 0


def test_a_whole_export_with_its_pictures_adds_up(tmp_path: Path, site: str) -> None:
    def upload(number: int, name: str) -> str:
        inside = f"<wp:attachment_url>{site}/{name}.png</wp:attachment_url>"
        return post(number, f"P{number}", "", type="attachment", status="inherit", inside=inside)

    thumb = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>20</wp:meta_value></wp:postmeta>"
    path = export(tmp_path, post(1, inside=thumb), upload(20, "70"), upload(21, "missing"), upload(22, "71"))
    report = move_in([path], Wishes(fetch_media=True, allow_private=True))
    assert report.adds_up, report.lines
    line = next(line for line in report.lines if line.name == "pictures and files")
    assert (line.export, line.here, line.reasons) == (3, 2, {"answered 404": 1})
    assert Story.objects.get().lead_image is not None
    Pictures.shades["71"] = 9
    again = move_in([path], Wishes(fetch_media=True, allow_private=True))
    assert again.adds_up, again.lines
    assert any(CHANGED in note for one in again.changed for note in one["notes"])
