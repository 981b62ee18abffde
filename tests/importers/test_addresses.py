"""Old addresses in all of WordPress's styles: one hop to the right page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from broadsheet.articles.models import Story
from broadsheet.importers.wordpress.moving import Wishes, move_in
from tests import world
from tests.importers.wordpress.exports import export, post

pytestmark = pytest.mark.django_db


def test_every_style_of_address_leads_to_its_page_by_one_hop(tmp_path: Path, client: Client) -> None:
    world.paper()
    tag = '<category domain="post_tag" nicename="bridges">Bridges</category>'
    hebrew = "%d7%a9%d7%9c%d7%95%d7%9d"
    path = export(
        tmp_path,
        post(1, "The bridge", slug="the-bridge", inside=tag),
        post(2, "Peace", slug=hebrew, link=f"https://old.example/{hebrew}/"),
        post(3, "Odd place", slug="odd", link="https://old.example/special/own-permalink.html"),
        post(4, "Draft", status="draft", slug="draft", link="https://old.example/?p=4"),
        post(5, "About", type="page", slug="about-us", link="https://old.example/company/about-us/"),
        post(6, "Photo", type="attachment", parent=1, link="https://old.example/2021/03/04/the-bridge/photo/"),
    )
    assert move_in([path], Wishes()).adds_up
    bridge, peace, odd = (Story.objects.get(title=title) for title in ("The bridge", "Peace", "Odd place"))
    wanted = {
        **dict.fromkeys(
            (
                *("/2021/03/04/the-bridge/", "/2021/03/04/the-bridge", "/2021/03/04/The-Bridge/", "/?p=1", "/?p=1&x=y"),
                *("/2021/03/04/the-bridge/feed/", "/2021/03/04/the-bridge/amp/", "/2021/03/04/the-bridge/2/"),
                *("/2021/03/04/the-bridge/comment-page-3/", "/2021/03/04/the-bridge/embed/", "/archives/the-bridge"),
                *("/politics/town/the-bridge/", "/2021/03/04/the-bridge/photo/", "/?name=the-bridge", "/the-bridge/"),
            ),
            bridge.url,
        ),
        **dict.fromkeys((f"/{hebrew}/", f"/{hebrew.upper()}", f"/{quote('שלום')}/feed/", "/?p=2"), peace.url),
        **dict.fromkeys(("/special/own-permalink.html", "/SPECIAL/own-permalink.html/amp", "/?p=3"), odd.url),
        **dict.fromkeys(("/company/about-us/", "/company/about-us", "/?page_id=5"), "/about-us/"),
        **dict.fromkeys(("/category/politics/", "/category/news/politics", "/?category_name=politics"), "/politics/"),
        "/category/politics/feed/": "/politics/feed.xml",
        **dict.fromkeys(("/tag/bridges/", "/tag/Bridges", "/?tag=bridges"), "/topics/bridges/"),
        **dict.fromkeys(("/author/ada/", "/author/ada/page/2/", "/?author_name=ada"), "/authors/ada-reporter/"),
        "/author/ada/feed/": "/authors/ada-reporter/feed.xml",
        **dict.fromkeys(("/feed/", "/feed/rss2/", "/rss/", "/?feed=rss2"), "/feed.xml"),
        **dict.fromkeys(("/feed/atom/",), "/atom.xml"),
        "/comments/feed/": "/replies/atom.xml",
        **dict.fromkeys(("/2021/03/", "/2021/03/04/", "/?m=202103"), "/archive/2021/3/"),
        "/2021/": "/archive/2021/3/",
    }
    answers = {old: client.get(old) for old in wanted}
    found = {old: answer.headers.get("Location", answer.status_code) for old, answer in answers.items()}
    assert found == wanted
    assert {answer.status_code for answer in answers.values()} == {301}
    assert {client.get(new).status_code for new in set(wanted.values())} == {200}


def test_what_never_was_public_or_never_was_is_not_found(tmp_path: Path, client: Client) -> None:
    world.paper()
    move_in([export(tmp_path, post(1, status="draft", slug="hidden"), post(2))], Wishes())
    for path in (
        "/2021/03/04/hidden/",
        "/nothing/at/all/",
        "/" + "x/" * 900,
        "/category/",
        "/tag/",
        "/author/",
    ):
        assert client.get(path).status_code == 404, path
    for query in ("/?p=1", "/?p=999999", "/?p=" + "9" * 50, "/?m=999999", "/?cat=7"):
        assert client.get(query).headers["Location"] in ("/", "/archive/"), query
