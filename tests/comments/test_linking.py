"""Links as readers follow them and as spammers write them."""

from __future__ import annotations

import pytest

from broadsheet.comments.linking import foreign, host_of, links_in


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("See https://example.com/a?b=1, please.", ["example.com"]),
        ("www.Example.org!", ["example.org"]),
        ("kidsmediausa.com rocks", ["kidsmediausa.com"]),
        ("[url=http://x.ru]x[/url]", ["x.ru"]),
        ('<a href="https://y.cn">y</a> http://z.top', ["y.cn", "z.top"]),
        ("http://user:secret@host.net:8080/x", ["host.net"]),
        ("сайт.рф", ["сайт.рф"]),
        ("mail me: bob@gmail.com", []),
        ("That is the end.In fact e.g. and/or 3.14", []),
        ("", []),
    ],
)
def test_links_are_found_with_their_hosts(text: str, hosts: list[str]) -> None:
    assert [link.host for link in links_in(text)] == hosts


def test_the_full_stop_of_a_sentence_is_not_part_of_a_link() -> None:
    assert links_in("(see http://a.com/b).")[0].text == "http://a.com/b"


def test_own_hosts_and_what_lies_below_them_are_not_foreign() -> None:
    links = links_in("http://paper.org/a http://www.paper.org http://img.paper.org http://notpaper.org")
    assert [link.host for link in foreign(links, ["www.paper.org", ""])] == ["notpaper.org"]


def test_what_is_no_address_has_no_host() -> None:
    assert host_of("") == ""
