"""Readers are told from robots and from what browsers fetch ahead."""

from __future__ import annotations

import pytest

from broadsheet.edge import readers
from broadsheet.edge.readers import Gate, host_of, is_browser

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
CUBOT = "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


@pytest.mark.parametrize("agent", [FIREFOX, CHROME, SAFARI, CUBOT])
def test_browsers_are_readers(agent: str) -> None:
    assert is_browser(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "Python-urllib/3.11",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/103.0 Safari/537.36",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.1; +https://openai.com/gptbot)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)",
    ],
)
def test_who_says_that_it_is_a_robot_is_none(agent: str) -> None:
    assert not is_browser(agent)


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"sec-fetch-dest": "document"}, True),
        ({"sec-fetch-dest": "empty"}, False),
        ({"sec-fetch-dest": "iframe"}, False),
        ({"sec-fetch-dest": "document", "sec-purpose": "prefetch;prerender"}, False),
        ({"sec-purpose": "prefetch"}, False),
        ({"purpose": "prefetch"}, False),
    ],
)
def test_only_a_page_that_somebody_opens_counts(more: dict[str, str], counts: bool) -> None:
    assert Gate().admits({"user-agent": FIREFOX, **more}.get) is counts


def test_a_flood_of_names_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_KNOWN", 3)
    gate = Gate()
    for number in range(10):
        gate.admits({"user-agent": f"{FIREFOX} {number}"}.get)
    assert len(gate.browsers) <= 3


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://www.example.org/a?b=c", "example.org"),
        ("https://EXAMPLE.org:8443/", "example.org"),
        ("https://user:secret@example.org/", "example.org"),
        ("android-app://com.google.android.gm/", "com.google.android.gm"),
        ("", ""),
        ("example.org", ""),
        ("https://[::1", ""),
        ("https://<script>/", ""),
        (f"https://{'a' * 300}.org/", ""),
        ("https://example.org\0/", ""),
    ],
)
def test_of_a_referrer_only_the_host_is_kept(referrer: str, host: str) -> None:
    assert host_of(referrer) == host
