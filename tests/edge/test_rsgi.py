"""What the entrance sends for what readers, robots and attackers ask."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.edge import keys, turnstile
from broadsheet.edge import rsgi as entrances
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.rsgi import MOST_HOSTS, Entrance
from tests.edge.edges import Headers, Scope, Sent, World, answer

LONG = "<p>The council met on Tuesday.</p>" * 50


class Everything:
    """The ASGI application behind: says what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append((scope["method"], scope["path"]))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a=b")]})
        await send({"type": "http.response.body", "body": b"everything"})


def named(host: str) -> str | None:
    """Names of the paper: paper.example, and with it its port and any case."""
    return "paper.example" if host.lower().partition(":")[0] in ("paper.example", "*.example") else None


class Site:
    """An entrance that answers one request after another."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.everything = Everything()
        self.now = 1_000_000_000.0
        """The time of day: ten seconds pass between requests."""
        self.entrance = Entrance(self.world.edge, Bridge(self.everything), "http", named)

    def ask(self, path: str = "/", query: str = "", method: str = "GET", **headers: str) -> Sent:
        named = Headers({"host": "paper.example", **{name.replace("_", "-"): text for name, text in headers.items()}})
        sent = Sent()
        self.now += 10
        asyncio.run(self.entrance.__rsgi__(Scope(path, query, method, named), sent))
        assert sent.answers == 1
        return sent

    def ask_twice(self) -> Sent:
        """The second answer: the page is old enough by then to say when it was modified."""
        self.ask()
        return self.ask()

    @property
    def rendered(self) -> int:
        return len(self.world.origin.asked)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    site = Site(tmp_path)
    site.world.origin.pages["/"] = answer(LONG)
    monkeypatch.setattr(entrances.time, "time", lambda: site.now)
    yield site
    site.world.close()


def test_the_same_bytes_in_every_encoding(site: Site) -> None:
    plain, packed = site.ask(), site.ask(accept_encoding="gzip")
    assert (plain.status, plain.body) == (200, LONG.encode())
    assert (packed.head["content-encoding"], gzip.decompress(packed.body or b"")) == ("gzip", LONG.encode())
    assert plain.head["etag"] == packed.head["etag"]
    assert site.rendered == 1


def test_cache_status_says_how_a_page_was_come_by(site: Site) -> None:
    assert site.ask().head["cache-status"] == "Broadsheet; fwd=stale; stored"
    assert site.ask().head["cache-status"] == "Broadsheet; hit"
    site.world.source.reachable = False
    assert site.ask().head["cache-status"] == "Broadsheet; hit; detail=database-unreachable"


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_head_is_get_without_the_body(site: Site, encoding: str) -> None:
    site.ask()
    get, head = (site.ask(method=method, accept_encoding=encoding) for method in ("GET", "HEAD"))
    assert (head.status, head.headers, head.body) == (get.status, get.headers, None)
    assert head.head["content-length"] == str(len(get.body or b""))


def test_a_reader_who_holds_the_page_is_told_so(site: Site) -> None:
    first = site.ask_twice()
    for condition in ({"if_none_match": first.head["etag"]}, {"if_modified_since": first.head["last-modified"]}):
        for method in ("GET", "HEAD"):
            again = site.ask(method=method, **condition)
            assert (again.status, again.body, again.head["etag"]) == (304, None, first.head["etag"])
            assert again.head["cache-control"] == first.head["cache-control"]
    assert site.world.edge.stats.not_modified == 4


def test_a_reader_who_holds_another_page_gets_this_one(site: Site) -> None:
    first = site.ask_twice()
    site.world.source.bump("paper")
    site.world.origin.pages["/"] = answer("new")
    assert site.ask(if_none_match=first.head["etag"]).body == b"new"
    assert site.ask(if_none_match='"x"', if_modified_since=first.head["last-modified"]).body == b"new"


def test_what_is_kept_but_no_page_is_never_not_modified(site: Site) -> None:
    site.world.origin.pages["/old/"] = answer("", status=301, headers=[("location", "/new/")])
    first = site.ask("/old/")
    again = site.ask("/old/", if_none_match=first.head["etag"])
    assert (again.status, again.head["location"]) == (301, "/new/")


def test_a_range_of_a_page_is_the_whole_page(site: Site) -> None:
    sent = site.ask(range="bytes=0-9")
    assert (sent.status, sent.body) == (200, LONG.encode())


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", "utm_source=x"),
        ("/", "fbclid=1&gclid=2"),
        ("/", "page=1"),
        ("/", "x" * 8_000),
        ("/", "&".join(f"x{n}=1" for n in range(1_000))),
    ],
)
def test_queries_that_nobody_asked_for_share_the_page(site: Site, path: str, query: str) -> None:
    site.ask()
    assert site.ask(path, query).head["cache-status"] == "Broadsheet; hit"
    assert (site.rendered, site.world.store.sizes()[0], len(site.world.edge.shelf.pages)) == (1, 1, 1)


@pytest.mark.parametrize("host", ["PAPER.example", "paper.example:8000", "Paper.Example:80"])
def test_however_the_host_is_written_it_is_one_page(site: Site, host: str) -> None:
    site.ask()
    for _ in range(2):
        assert site.ask(host=host).head["cache-status"] == "Broadsheet; hit"
    assert (site.rendered, site.world.store.sizes()[0], len(site.world.edge.shelf.pages)) == (1, 1, 1)


def test_however_the_path_is_written_it_is_one_page(site: Site) -> None:
    site.world.origin.pages["/a-b/"] = answer("page")
    for path in ("/a-b/", "/%61-b/", "/a%2Db/", "/%61%2d%62%2f"):
        assert site.ask(path).body == b"page"
    assert (site.rendered, site.world.store.sizes()[0]) == (1, 1)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "other.example",
        "user@paper.example",
        "paper.example/",
        "[::1",
        "a" * 400,
        "paper.example, other.example",
        "\x00",
    ],
)
def test_a_host_that_is_none_of_the_papers_is_refused(site: Site, host: str) -> None:
    site.ask()
    sent = site.ask(host=host)
    assert (sent.status, sent.head["cache-control"]) == (400, "no-store")
    assert (site.rendered, site.everything.asked) == (1, [])


@pytest.mark.parametrize("path", ["/", "/never-asked/", "/desk/", "/static/x.css", "/healthz"])
def test_a_request_with_two_hosts_is_refused(site: Site, path: str) -> None:
    site.world.origin.pages["/"] = answer(LONG)
    assert site.ask("/").status == 200
    headers = Headers({"host": "paper.example"})
    headers.more = (("host", "evil.example"),)
    sent = Sent()
    asyncio.run(site.entrance.__rsgi__(Scope(path, "", "GET", headers), sent))
    assert (sent.status, sent.head["cache-control"]) == (400, "no-store")
    assert site.everything.asked == []


def test_hosts_that_somebody_tries_out_are_not_remembered_for_ever(site: Site) -> None:
    for port in range(3 * MOST_HOSTS):
        assert site.ask(host=f"paper.example:{port}").status == 200
    assert len(site.entrance.hosts) <= MOST_HOSTS


@pytest.mark.parametrize(
    ("path", "status"), [("/" + "a" * 10_000, 414), ("*", 400), ("/" + "%61" * 700, 414), ("//", 404), ("/../", 404)]
)
def test_absurd_paths_are_refused(site: Site, path: str, status: int) -> None:
    assert site.ask(path).status == status


def test_what_watches_over_the_paper_may_use_any_name(site: Site) -> None:
    for path in keys.AT_ANY_HOST:
        assert site.ask(path, host="10.0.0.7:8000").body == b"everything"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "get"])
def test_other_methods_go_behind_also_where_the_page_is_kept(site: Site, method: str) -> None:
    site.ask()
    assert site.ask(method=method).body == b"everything"
    assert site.everything.asked == [(method, "/")]


@pytest.mark.parametrize("path", ["/desk/", "/%64esk/", "/desk", "/search/", "/media/a.jpg", "/static/a.css"])
def test_what_is_never_kept_goes_behind(site: Site, path: str) -> None:
    assert site.ask(path).body == b"everything"
    assert site.rendered == 0


def test_what_is_for_one_reader_alone_is_answered_behind_for_that_reader(site: Site) -> None:
    site.world.origin.pages["/"] = answer("a password, please", headers=[("vary", "Cookie")], storable=False)
    for _ in range(2):
        sent = site.ask(cookie="sessionid=1")
        assert (sent.body, sent.head) == (b"everything", {"set-cookie": "a=b"})


def test_a_page_with_a_fragment_that_it_cannot_be_without_is_a_502(site: Site) -> None:
    site.world.origin.pages["/"] = answer('<esi:include src="/f/"/>')
    sent = site.ask()
    assert (sent.status, sent.head["cache-control"]) == (502, "no-store")


def test_an_edge_that_breaks_is_a_500_and_not_a_hanging_reader(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise MemoryError

    site.world.origin.pages["/"] = broken  # type: ignore[assignment]
    assert site.ask().status == 500
    assert "the edge failed" in caplog.text


def test_a_surrogate_gets_its_own_entry(site: Site) -> None:
    site.world.origin.pages.update({"/": answer('[<esi:include src="/f/"/>]'), "/f/": answer("f")})
    raw = site.ask(surrogate_capability='varnish="ESI/1.0"')
    assert (raw.body, raw.head["surrogate-control"]) == (b'[<esi:include src="/f/"/>]', 'content="ESI/1.0"')
    assert site.ask().body == b"[f]"
    assert site.ask(surrogate_capability='varnish="ESI/1.0"').head["cache-status"] == "Broadsheet; hit"


def test_very_long_headers_are_no_matter(site: Site) -> None:
    site.ask()
    sent = site.ask(
        accept_encoding="gzip," + "x" * 100_000, if_none_match="y" * 100_000, if_modified_since="z" * 10_000
    )
    assert (sent.status, sent.head["content-encoding"]) == (200, "gzip")


def test_a_flood_of_forms_is_turned_away_before_anybody_reads_them(site: Site) -> None:
    sent = [site.ask("/replies/7/", method="POST") for _ in range(40)]
    refused = [one for one in sent if one.status == 429]
    assert len(sent) - len(refused) == len(site.everything.asked) == turnstile.NETWORK
    assert refused[0].head["retry-after"] == "10"
    assert refused[0].head["cache-control"] == "no-store"
    assert site.ask("/desk/", method="POST").status == 200
    assert site.ask().status == 200
