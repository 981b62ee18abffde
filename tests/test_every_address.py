"""What holds for every public address of the paper (`tests.urls_of_the_paper`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import html

from broadsheet.accounts.models import User
from tests.urls_of_the_paper import ELSEWHERE, KINDS, Kind, Printed, print_paper, route_of, routes

pytestmark = pytest.mark.django_db
DATA = {"application/ld+json"}
LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "link": ("href",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "form": ("action",),
    "button": ("formaction",),
    "object": ("data",),
    "embed": ("src",),
}
FETCHED = {"stylesheet", "preload", "icon", "apple-touch-icon", "manifest", "modulepreload", "prefetch", "preconnect"}
BAD_PAGES = ("page=abc", "page=" + "9" * 30, "page=%00&q=%ff%fe&[]=&&&=")
BAD_QUERIES = (
    "page=0",
    "page=-1",
    "page=1e3",
    "page=%D9%A3",
    "page=",
    "q=" + "x" * 10_000,
    "q=%00",
    "q=%01%02%1F",
    "q=%ff%fe",
    "q=%22%28%2A%29%20OR%20NOT%20%3A%26",
    "q=%27%3B%20DROP%20TABLE",
    "q=a&section=%00&from=abc&to=2020-99-99",
    "q=a&section=" + "s" * 2_000 + "&from=0000-00-00",
    "%ff=%fe",
)
READ_QUERIES = ("search", "section", "topic", "archive of a month")
BAD_PATHS = (
    "/%ff%fe/",
    "/politics/%00/",
    "/%00",
    "/politics/%0d%0aSet-Cookie:a=b/",
    "/" + "a" * 10_000 + "/",
    "/" + "a/" * 500,
    "/authors/%00/",
    "/topics/%ff/",
    "/topics/" + "t" * 5_000 + "/",
    "/archive/0/0/",
    "/archive/99999999999999999999/1/",
    "/archive/2020/13/",
    "/_f/related/99999999999999999999999/",
    "/%E2%80%AE/",
    "/politics//",
    "/../etc/passwd",
    "/%2e%2e/",
    "/%00/feed.xml",
    "/%ff/atom.xml",
)


@pytest.fixture
def printed() -> Printed:
    return print_paper(3)


def answers(client: Client, printed: Printed, **headers: str) -> Iterator[tuple[Kind, Any]]:
    """Each kind of address with its answer."""
    for kind in KINDS:
        if "second page" not in kind.name:
            yield kind, client.get(kind.url(printed), headers=headers or None)


def test_every_public_route_is_known_here(printed: Printed) -> None:
    known = {route_of(kind.url(printed)) for kind in KINDS} | set(ELSEWHERE)
    missing = [route for route in routes() if route not in known]
    assert not missing, f"add to tests/urls_of_the_paper.py: {missing}"


def test_every_address_answers_as_expected(client: Client) -> None:
    printed = print_paper()
    wrong = []
    for kind in KINDS:
        answer = client.get(kind.url(printed))
        if answer.status_code != kind.status or not answer["Content-Type"].startswith(kind.content):
            wrong.append(f"{kind.name}: {answer.status_code} {answer['Content-Type']}")
    assert not wrong, "\n".join(wrong)


def test_nobody_is_given_a_cookie_and_everybody_reads_the_same_bytes(printed: Printed, client: Client) -> None:
    staff = Client()
    staff.force_login(User.objects.create_superuser("chief@example.org", "a password of some length"))
    known = Client()
    known.cookies["csrftoken"] = "c" * 32
    known.cookies["sessionid"] = "s" * 32
    known.cookies["name"] = "Ada"
    anonymous = dict(answers(client, printed))
    wrong = [f"{kind.name}: a cookie" for kind, answer in anonymous.items() if answer.cookies]
    wrong += [
        f"{kind.name}: Vary {a['Vary']}" for kind, a in anonymous.items() if "cookie" in a.get("Vary", "").lower()
    ]
    for who, other in (("staff", staff), ("a reader with cookies", known)):
        for kind, answer in answers(other, printed):
            if answer.content != anonymous[kind].content:
                wrong.append(f"{kind.name}: other bytes for {who}")
            if answer.cookies:
                wrong.append(f"{kind.name}: a cookie for {who}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_inline_and_nothing_comes_from_another_host(printed: Printed, client: Client) -> None:
    wrong = []
    for kind, answer in answers(client, printed):
        if kind.content == "text/html" and answer.content.strip():
            wrong += [f"{kind.name}: {fault}" for fault in _faults(answer.content.decode())]
    assert not wrong, "\n".join(wrong)


def _faults(text: str) -> Iterator[str]:
    for element in html.fromstring(text).iter(html.etree.Element):
        yield from _inline(element)
        if element.tag == "link" and not FETCHED & set(element.get("rel", "").split()):
            continue
        for name in LOADS.get(element.tag, ()):
            for address in _addresses(name, element.get(name, "")):
                if urlsplit(address).netloc not in ("", "testserver"):
                    yield f"<{element.tag} {name}={address!r}> loads from another host"


def _inline(element: html.HtmlElement) -> Iterator[str]:
    if element.tag == "script" and not element.get("src") and element.get("type") not in DATA:
        yield f"inline script {(element.text or '')[:60]!r}"
    for name, value in element.attrib.items():
        if name == "style" or re.fullmatch("on[a-z]+", name) or value.strip().lower().startswith("javascript:"):
            yield f"<{element.tag} {name}={value[:60]!r}>"


def _addresses(name: str, value: str) -> list[str]:
    return [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]


def test_faults_are_found_where_there_are_some() -> None:
    bad = (
        "<div><script>1</script><p style='a:b' onclick='x()'></p><a href='javascript:1'></a>"
        "<img src='//x.example/a.png' srcset='/a 1x, https://y.example/b 2x'><link rel=stylesheet href='https://z.example'>"
        "<link rel=canonical href='https://good.example/'><script type='application/ld+json'>{}</script></div>"
    )
    assert len(list(_faults(bad))) == 7


def test_bad_input_is_never_an_error_of_ours(printed: Printed) -> None:
    client = Client(raise_request_exception=False)
    reading = {kind.url(printed).split("?")[0] for kind in KINDS if kind.name.startswith(READ_QUERIES)}
    addresses = [*BAD_PATHS, *(f"{path}?{query}" for path in _paths(printed) for query in BAD_PAGES)]
    addresses += [f"{path}?{query}" for path in sorted(reading) for query in BAD_QUERIES]
    wrong = []
    for address in addresses:
        answer = client.get(address)
        if answer.status_code not in (200, 301, 302, 304, 400, 404, 410, 414):
            wrong.append(f"{answer.status_code} {address[:80]} ({getattr(answer, 'exc_info', None)})")
    assert not wrong, "\n".join(wrong)


def _paths(printed: Printed) -> list[str]:
    return sorted({kind.url(printed).split("?")[0] for kind in KINDS})


def test_other_methods_are_never_an_error_of_ours(printed: Printed) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    wrong = []
    for path in _paths(printed):
        for method in ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            status = client.generic(method, path, b"\xff\x00=%00").status_code
            if status >= 500:
                wrong.append(f"{status} {method} {path}")
    assert not wrong, "\n".join(wrong)
