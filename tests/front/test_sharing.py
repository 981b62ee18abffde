"""Share links."""

from urllib.parse import parse_qs, urlsplit

from broadsheet.front.sharing import share_links

TITLE, URL = "50 % more “ferries” & buses?", "https://paper.example/politics/fähre/"


def test_title_and_address_arrive_whole() -> None:
    for link in share_links(TITLE, URL):
        parts = urlsplit(link.url)
        given = parse_qs(parts.query or parts.fragment)
        told = " ".join(value for values in given.values() for value in values)
        assert URL in told
        assert TITLE in told or link.label == "Facebook"


def test_every_link_is_secure_or_opens_the_mail_program() -> None:
    assert {urlsplit(link.url).scheme for link in share_links(TITLE, URL)} == {"https", "mailto"}
