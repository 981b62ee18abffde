"""A turnstile before the forms that anybody can send: who pushes too hard is turned away before anything is read.

The rules for replies refuse a flood too, but by then Django has been asked, in the process that sends pages. Here a
refusal costs microseconds, so that pages stay as fast as they were. Counted in the memory of one process, by networks
(the /24 or /48 of an address) and all together, within spans of ten seconds; nothing is kept. A network that goes on
pushing stays outside: else a flood would get its share of every span, each of which costs as much as a thousand pages.
Knows no Django.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

FORMS = "/replies/"
SPAN = 10.0
NETWORK = 20
"""Forms that one network may send to one process within a span; what it may keep is for the rules to say."""
ALL = 100
"""Forms that all together may send: ten a second, or 36,000 an hour, and a twentieth of a process's time."""
REFUSAL = 429, "Too much is being sent just now. Go back, wait a moment and send your text again."
RETRY = ("retry-after", str(int(SPAN)))


class Turnstile:
    """Counts forms, and says who may pass."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.until = 0.0
        self.all = 0
        self.networks: Counter[str] = Counter()
        self.shut: frozenset[str] = frozenset()

    def admits(self, peer: str, forwarded: str) -> bool:
        """Whether a form may pass that comes from `peer` ("address:port") with that X-Forwarded-For."""
        now = self.clock()
        if now >= self.until:
            self._begin(now)
        network = network_of(peer.rpartition(":")[0].strip("[]"), forwarded)
        known = network in self.networks
        if known:
            self.networks[network] += 1
        if self.all >= ALL or self.networks[network] > NETWORK or network in self.shut:
            return False
        self.networks[network] += not known
        self.all += 1
        return True

    def _begin(self, now: float) -> None:
        """A new span; whoever pushed in the one before, and not longer ago, is shut out of this one."""
        pushed = [network for network, count in self.networks.items() if count > NETWORK]
        self.shut = frozenset(pushed if now < self.until + SPAN else ())
        self.until = now + SPAN
        self.all = 0
        self.networks = Counter(dict.fromkeys(self.shut, 0))  # besides these never more than ALL


def network_of(peer: str, forwarded: str) -> str:
    """The network of whoever sent a request.

    A proxy on this machine or in its network is believed what it noted last; who asks us from afar is not.
    """
    found = _parsed(peer)
    if found is not None and not found.is_global:
        noted = (_parsed(one.strip()) for one in reversed(forwarded.split(",")))
        found = next((one for one in noted if one is not None and one.is_global), found)
    if found is None:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.exploded[:14] if isinstance(found, IPv6Address) else str(found).rpartition(".")[0]


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
