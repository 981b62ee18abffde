"""`broadsheet import` with the real command: a page, a WordPress paper."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as PILImage

from tests import seed
from tests.cli.conftest import run
from tests.importers.ghost import exports as ghost
from tests.importers.wordpress.exports import comment, export, post

PAGE = Path(__file__).parents[1] / "importers" / "page" / "pages" / "reader.txt"
SECTION = """
from broadsheet.articles.founding import add_section
from broadsheet.articles.models import Front
add_section(Front.objects.get(), "Politics", "politics")
"""
LIST = """
from broadsheet.newsletter.models import MailingList
MailingList.objects.create(name="Daily", slug="daily")
"""
SEARCH = """
from broadsheet.articles.models import Story
print(*[story.slug for story in Story.objects.live().search("Yonhap")])
"""


@pytest.fixture(scope="module")
def with_section(new_home, tmp_path_factory) -> Path:
    """A home whose paper has one section; not to be changed."""
    home = tmp_path_factory.mktemp("import") / "paper"
    shutil.copytree(new_home, home)
    made = run("shell", "-c", SECTION, home=home)
    assert made.returncode == 0, made.stderr
    return home


@pytest.fixture
def home(with_section, tmp_path) -> Path:
    return Path(shutil.copytree(with_section, tmp_path / "paper"))


def rows(home: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(home / "broadsheet.sqlite3")) as database:
        return database.execute(sql).fetchall()


def page(home: Path, where: Path | str = PAGE, *more: str, section: str = "politics"):
    return run("import", "page", str(where), "--section", section, *more, home=home)


def test_the_saved_page_is_imported_and_found_without_a_worker(home):
    done = page(home, seed.page_file(), "--author", "Ann Lee", "--publish")
    assert done.returncode == 0, done.stderr
    assert "11 paragraphs" in done.stdout
    assert "Ann Lee is new" in done.stdout
    found = run("shell", "-v0", "-c", SEARCH, home=home)
    assert found.stdout.split() == ["south-korea-signals-major-shift-threatens-to-send-arms-and-personnel-to-ukraine"]


def test_the_same_page_twice_says_so_and_changes_nothing(home):
    assert page(home).returncode == 0
    before = rows(home, "SELECT * FROM wagtailcore_revision")
    again = page(home)
    assert again.returncode == 0
    assert "Imported before, nothing changed" in again.stdout
    assert rows(home, "SELECT * FROM wagtailcore_revision") == before


def test_a_dry_run_shows_all_and_writes_nothing(home):
    done = page(home, PAGE, "--dry-run")
    assert done.returncode == 0
    assert "Headline:   Council Ends Free Parking in Old Town" in done.stdout
    assert "Byline:     Ann Lee, Kim Okafor" in done.stdout
    assert "Advertisement  (a label)" in done.stdout
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_story") == [(0,)]
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_author") == [(0,)]


def test_a_page_with_a_picture_brings_it_along_when_asked(home, tmp_path):
    text = PAGE.with_name("theme.html").read_text().replace("https://herald.example", "http://127.0.0.1:9")
    (tmp_path / "page.html").write_text(text)
    done = page(home, tmp_path / "page.html", "--author", "Ann Lee")
    assert "the page has pictures (1), which were not asked for" in done.stdout
    (tmp_path / "page.html").write_text(text.replace("landing stage", "new stage").replace("skerra/", "skerra-2/"))
    done = page(home, tmp_path / "page.html", "--author", "Ann Lee", "--pictures")
    assert done.returncode == 0, done.stderr
    assert "without the picture http://127.0.0.1:9/ferry.jpg: 127.0.0.1 is an address within a private" in done.stdout
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_story") == [(2,)]


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"", (), "is empty"),
        (b"Home\nPolitics\nSports\n", (), "no story was found"),
        (PAGE.read_bytes(), ("--section", "cooking"), "there are: politics (Politics)"),
        (PAGE.read_bytes(), ("--date", "yesterday"), "--date yesterday"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(home, tmp_path, content, more, said):
    file = tmp_path / "page.txt"
    file.write_bytes(content)
    done = page(home, file, "--publish", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_story") == [(0,)]
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_author") == [(0,)]


def test_a_wordpress_paper_moves_in_and_a_damaged_export_is_refused(home, tmp_path) -> None:
    path, told = (
        export(tmp_path, post(1, inside=comment(1)), post(2), post(3, status="draft")),
        tmp_path / "report.json",
    )
    done = run("import", "wordpress", str(path), "--report", str(told), home=home)
    assert done.returncode == 0, done.stderr
    assert "2 stories have their related stories" in done.stdout
    assert json.loads(told.read_text())["adds_up"] is True
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_story") == [(3,)]
    path.write_text(path.read_text()[:-30])
    refused = run("import", "wordpress", str(path), home=home)
    assert refused.returncode == 2
    assert "export.xml, line" in refused.stderr
    assert "Nothing was written" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_ghost_paper_moves_in(home, tmp_path) -> None:
    path = ghost.export(tmp_path, ghost.row(1, "First"), ghost.row(2, "Second", status="draft"))
    done = run("import", "ghost", str(path), "--url", "https://old.example", home=home)
    assert done.returncode == 0, done.stderr
    assert "old addresses" in done.stdout
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_story") == [(2,)]
    path.write_text("{")
    refused = run("import", "ghost", str(path), home=home)
    assert refused.returncode == 2
    assert "ghost.json, line 1" in refused.stderr


FEED = """<rss version="2.0"><channel><title>The Old Feed</title><link>http://{host}</link>
<item><title>Fed</title><link>http://{host}/2021/fed/</link><guid>1</guid>
<pubDate>Thu, 04 Mar 2021 05:06:07 +0000</pubDate>
<description>&lt;p&gt;Words.&lt;/p&gt;&lt;img src="http://{host}/bridge.png"&gt;</description></item></channel></rss>"""


class Elsewhere(BaseHTTPRequestHandler):
    """A paper elsewhere, which has a feed and one picture."""

    timeout = 20

    def do_GET(self) -> None:
        host = self.headers["Host"]
        drawn = BytesIO()
        PILImage.new("RGB", (640, 480), (30, 90, 160)).save(drawn, "PNG")
        found = {"/feed": ("text/xml", FEED.format(host=host).encode()), "/bridge.png": ("image/png", drawn.getvalue())}
        kind, body = found.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a paper elsewhere."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(20)


def test_a_feed_moves_in_with_its_pictures_where_private_addresses_are_allowed(home, elsewhere) -> None:
    refused = run("import", "feed", f"{elsewhere}/feed", home=home)
    assert refused.returncode == 2
    assert "private network" in refused.stderr
    done = run("import", "feed", f"{elsewhere}/feed", "--fetch-media", "--allow-private", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(home, "SELECT count(*) FROM broadsheet_articles_story") == [(1,)]
    assert rows(home, "SELECT count(*) FROM broadsheet_media_image") == [(1,)]
    again = run("import", "feed", f"{elsewhere}/feed", "--resume", "--allow-private", home=home)
    assert again.returncode == 2
    assert "no broken-off run" in again.stderr


def test_redirects_of_a_plug_in_and_subscribers_come_with_an_export(home, tmp_path) -> None:
    (tmp_path / "redirects.csv").write_text("source,target,regex\n/old-name/,/2021/03/04/post-1/,0\n/x/*,/y/,1\n")
    (tmp_path / "list.csv").write_text("email,created\nann@example.org,2021-03-04\n")
    assert run("shell", "-c", LIST, home=home).returncode == 0
    words = ("--redirects", str(tmp_path / "redirects.csv"), "--subscribers", str(tmp_path / "list.csv"), "--list", "x")
    refused = run("import", "wordpress", str(export(tmp_path, post(1))), *words, home=home)
    assert refused.returncode == 2
    assert "there is no mailing list “x”" in refused.stderr
    done = run("import", "wordpress", str(export(tmp_path, post(1))), *words[:-1], "daily", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(home, "SELECT count(*) FROM broadsheet_importers_oldaddress WHERE path = 'old-name'") == [(1,)]
    assert rows(home, "SELECT count(*) FROM broadsheet_newsletter_subscription") == [(1,)]


def test_the_paper_is_written_for_wordpress_and_as_files(home, tmp_path) -> None:
    done = run("import", "wordpress", str(export(tmp_path, post(1, inside=comment(1)))), home=home)
    assert done.returncode == 0, done.stderr
    done = run("export", "wordpress", str(tmp_path / "ours.xml"), home=home)
    assert done.returncode == 0, done.stderr
    assert "1 stories" in done.stdout
    assert (tmp_path / "ours.xml").stat().st_mode & 0o777 == 0o600
    assert run("export", "wordpress", str(tmp_path / "ours.xml"), home=home).returncode == 2
    again = run("import", "wordpress", str(tmp_path / "ours.xml"), "--dry-run", home=home)
    assert again.returncode == 0, again.stdout + again.stderr
    done = run("export", "static", str(tmp_path / "mirror"), home=home)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mirror" / "politics" / "post-1" / "index.html").is_file()
    assert run("export", "static", str(tmp_path / "mirror"), home=home).returncode == 2
