"""Who sends a form."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from broadsheet.edge.addresses import hashed, network, plain
from broadsheet.edge.senders import address, is_browser, is_ours


@pytest.mark.parametrize(
    ("headers", "ours", "browser"),
    [
        ({}, True, False),
        ({"Sec-Fetch-Site": "same-origin"}, True, True),
        ({"Sec-Fetch-Site": "cross-site"}, False, True),
        ({"Sec-Fetch-Site": "same-site"}, False, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False, True),
        ({"Origin": "http://testserver"}, True, True),
        ({"Origin": "https://evil.example"}, False, True),
        ({"Origin": "null"}, False, True),
        ({"Origin": "http://testserver.evil.example"}, False, True),
    ],
)
def test_a_form_is_ours_if_the_browser_says_so(headers, ours, browser):
    request = RequestFactory().post("/replies/1/", headers=headers)
    assert (is_ours(request), is_browser(request)) == (ours, browser)


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("203.0.114.9", "", "203.0.114.9"),
        ("203.0.114.9", "8.8.8.8", "203.0.114.9"),
        ("127.0.0.1", "8.8.8.8", "8.8.8.8"),
        ("127.0.0.1", "6.6.6.6, 8.8.8.8, 10.0.0.2", "8.8.8.8"),
        ("10.0.0.1", "nonsense, ", "10.0.0.1"),
        ("::1", "2001:4860:4860::8888", "2001:4860:4860::8888"),
        ("", "", ""),
    ],
)
def test_only_a_proxy_of_our_own_is_believed(peer, forwarded, found):
    request = RequestFactory().post("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    assert address(request) == found


def test_addresses_have_one_spelling_a_network_and_a_hash():
    assert plain(" ::FFFF:192.0.2.7 ") == "192.0.2.7"
    assert plain("2001:DB8:0:0::1%eth0") == "2001:db8::1"
    assert plain("1.2.3") == plain("") == network("") == ""
    assert network("192.0.2.7") == "192.0.2.0/24"
    assert network("2001:db8:1:2::1") == "2001:db8:1::/48"
    assert hashed("192.0.2.7", "like", 1) != hashed("192.0.2.7", "like", 2)
    assert len(hashed("192.0.2.7")) == 32
