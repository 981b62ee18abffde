"""A turnstile before the forms that anybody can send: who pushes too hard is turned away before anything is read.

The rules for replies refuse a flood too, but by then Django has been asked, in the process that sends pages. Here a
refusal costs microseconds, so that pages stay as fast as they were. Counted in the memory of one process, by networks
(the /24 or /48 of an address) and all together, within spans of ten seconds; nothing is kept. Knows no Django.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

FORMS = "/replies/"
SPAN = 10.0
NETWORK = 30
"""Forms that one network may send to one process within a span; what it may keep is for the rules to say."""
ALL = 300
"""Forms that all together may send: thirty a second, which no story's readers do."""
REFUSAL = 429, "Too much is being sent just now. Go back, wait a moment and send your text again."
RETRY = ("retry-after", str(int(SPAN)))


class Turnstile:
    """Counts forms, and says who may pass."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.until = 0.0
        self.all = 0
        self.networks: Counter[str] = Counter()

    def admits(self, peer: str, forwarded: str) -> bool:
        """Whether a form may pass that comes from `peer` ("address:port") with that X-Forwarded-For."""
        now = self.clock()
        if now >= self.until:
            self.until = now + SPAN
            self.all = 0
            self.networks.clear()  # never more than ALL of them
        if self.all >= ALL:
            return False
        network = network_of(peer.rpartition(":")[0].strip("[]"), forwarded)
        if self.networks[network] >= NETWORK:
            return False
        self.networks[network] += 1
        self.all += 1
        return True


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
