"""Asking an address that somebody typed, without being turned against the machine's own network. Knows no Django.

A name is resolved once, every address that it has must be a public one, and the connection goes to that very address.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address


class OutwardError(Exception):
    """An address that nothing is sent to or fetched from; the text says why."""


def resolved(host: str, port: int, allow_private: bool = False) -> str:
    """The network address to connect to; OutwardError where the host has none or one that is not public."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise OutwardError(f"{host} is not known to the name service: check the address.") from None
    if not allow_private and not all(is_public(address) for address in found):
        raise OutwardError(f"{host} is an address within a private network: nothing is fetched from there.")
    return found[0]


def is_public(address: str) -> bool:
    """Whether `address` is one of the open internet, also where it is an IPv4 address in IPv6 clothes."""
    ip = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _meanings(ip))


def _meanings(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    hidden = [ip.sixtofour, *(ip.teredo or ())]
    if ip.packed[:12] == ip_address("64:ff9b::").packed[:12]:
        hidden.append(IPv4Address(ip.packed[12:]))
        return [one for one in hidden if one]
    return [ip, *(one for one in hidden if one)]
