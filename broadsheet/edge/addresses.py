"""Where a form comes from: internet addresses, their networks, and hashes that stand for them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.utils.crypto import salted_hmac

V4_PREFIX = 24
V6_PREFIX = 48
"""What one subscriber or one company commonly has."""


def plain(text: str) -> str:
    """The internet address in `text` in its shortest spelling, an IPv4 address within IPv6 as itself; "" for none."""
    try:
        found = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(found).partition("%")[0]


def network(address: str) -> str:
    """The /24 or /48 that `address` (as `plain` gives it) belongs to, as in 192.0.2.0/24; "" for ""."""
    if not address:
        return ""
    prefix = V6_PREFIX if ":" in address else V4_PREFIX
    return str(ip_network(f"{address}/{prefix}", strict=False))


def hashed(address: str, *about: object) -> str:
    """What stands for `address` (together with what it is `about`) where the address itself is not kept."""
    words = "|".join(str(one) for one in (address, *about))
    return salted_hmac("broadsheet.edge.addresses", words, algorithm="sha256").hexdigest()[:32]
