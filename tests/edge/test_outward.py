"""What is asked for outside: never an address within a private network."""

from __future__ import annotations

import socket

import pytest

from broadsheet.edge import outward
from broadsheet.edge.outward import OutwardError, is_public, resolved

PRIVATE_4 = "127.0.0.1 10.1.2.3 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255"
PRIVATE_6 = "::1 :: fe80::1%eth0 fc00::1 ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: ff02::1"


@pytest.mark.parametrize("address", [*PRIVATE_4.split(), *PRIVATE_6.split()])
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_is_refused_if_one_of_its_addresses_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ["93.184.216.34", "10.0.0.1"]
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]
    monkeypatch.setattr(outward.socket, "getaddrinfo", lambda *args, **kwargs: rows)
    with pytest.raises(OutwardError, match="private network"):
        resolved("a.example", 443)
    del rows[1]
    assert resolved("a.example", 443) == "93.184.216.34"
