"""Every kind of address through the edge: the same bytes for everybody, and a cookie for nobody."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from broadsheet.accounts.models import User
from tests.exactly.asking import PaperInProcess, Proto
from tests.urls_of_the_paper import KINDS, Kind, print_paper

READERS = {
    "a reader with cookies": {"cookie": f"csrftoken={'c' * 32}; sessionid={'s' * 32}; name=Ada"},
    "a reader from elsewhere": {"accept_language": "de-CH,ko;q=0.5", "user_agent": "Mozilla/4.0 (compatible; \u00e9)"},
    "a strange proxy": {
        "x_forwarded_for": "10.0.0.1", "x_forwarded_proto": "https", "x_forwarded_host": "evil.example",
        "x_real_ip": "1.2.3.4", "forwarded": "host=evil.example;proto=https", "x_forwarded_port": "1",
    },
    "a script": {"x_requested_with": "XMLHttpRequest", "accept": "application/json", "origin": "https://evil.example"},
    "somebody with a password": {"authorization": "Basic YTpi"},
}  # fmt: skip


def test_everybody_gets_the_same_bytes_and_nobody_a_cookie(paper: PaperInProcess) -> None:
    printed = print_paper(3)
    staff = Client()
    staff.force_login(User.objects.create_superuser("chief@example.org", "a password of some length"))
    session = staff.cookies[settings.SESSION_COOKIE_NAME].value
    readers = {**READERS, "staff": {"cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}}
    wrong: list[str] = []
    for kind in KINDS:
        url = kind.url(printed)
        for_robots = paper.ask(url)
        wrong += _cookies(kind, "a robot", for_robots)
        for who, headers in readers.items():
            answer = paper.ask(url, **headers)
            wrong += _cookies(kind, who, answer)
            if (answer.status, answer.body) != (for_robots.status, for_robots.body):
                wrong.append(f"{kind.name}: other bytes for {who}")
    assert not wrong, "\n".join(wrong)


def _cookies(kind: Kind, who: str, answer: Proto) -> list[str]:
    wrong = [f"{kind.name}: a cookie for {who}"] if answer.headers("set-cookie") else []
    if "cookie" in answer.header("vary").lower():
        wrong.append(f"{kind.name}: varies by cookie for {who}")
    return wrong


def test_whoever_asks_first_and_with_whatever_decides_nothing(paper: PaperInProcess) -> None:
    """The first to ask is the one whose bytes would be kept for all others."""
    printed = print_paper(3)
    first = {kind.name: paper.ask(kind.url(printed), **READERS["a strange proxy"]).body for kind in KINDS}
    plain = {kind.name: paper.ask(kind.url(printed)).body for kind in KINDS}
    assert [name for name in plain if plain[name] != first[name]] == []
    assert not [name for name, body in first.items() if b"evil.example" in body]


def test_no_page_carries_a_token_that_could_grow_old(paper: PaperInProcess) -> None:
    printed = print_paper(3)
    marked = (b"csrfmiddlewaretoken", b"csrftoken", b"sessionid")
    assert [k.name for k in KINDS if any(mark in paper.ask(k.url(printed)).body for mark in marked)] == []
