"""kill -9 of the sender, of the mail server and of both, at random points of one letter; then everything is counted.

The mail server writes a message down before it says that it took it, so its file is the truth: who is missing there
was skipped, who stands there twice got a duplicate. What was in flight at a kill of the sender is what the ledger has
as claimed then; at a kill of the server alone, one message a connection at most.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.letter.processes import LONGEST, Sink, memory, sender

AGAIN = 10
"""Times that the sender is begun again: what was in hand at many kills waits five minutes, which are not waited for."""
KINDS = ("sender", "server", "both")


@dataclass
class Kills:
    """What was found."""

    kills: int
    skipped: int
    duplicates: int
    in_flight: int
    doubts: int
    adds_up: bool


def killed(home: Path, sink: Sink, readers: int, rounds: int, connections: int, chance: random.Random) -> Kills:
    """Send a letter to so many readers while things are killed, until it is sent."""
    from django.utils import timezone

    from bench.letter import world
    from broadsheet.newsletter.ledger import tally
    from broadsheet.newsletter.models import Delivery, Letter

    begun = world.letter(world.readers(readers, "kills"))
    before = sink.took()
    process, kills, in_flight = sender(home), 0, 0
    pause = max(1, readers // (rounds + 5))
    while kills < rounds:
        aim = sink.took() + chance.randint(1, pause)
        end = time.monotonic() + LONGEST
        while sink.took() < aim and process.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        if process.poll() is not None:
            break  # the letter is sent
        kind = KINDS[kills % len(KINDS)]
        kills += 1
        if kind != "server":
            process.kill()
            process.wait(LONGEST)
        if kind != "sender":
            sink.kill()
            sink.start()
        claimed = Delivery.objects.filter(letter=begun, state="claimed").count()
        in_flight += claimed if kind != "server" else connections
        if kind != "server":
            process = sender(home)
    while process.poll() is None and memory(process.pid):
        time.sleep(0.1)
    for _ in range(AGAIN):
        if Letter.objects.get(pk=begun.pk).state == "sent":
            break
        Delivery.objects.filter(letter=begun, state="deferred").update(at=timezone.now())
        sender(home).wait(LONGEST)
    world.wait_until(begun.pk, ("sent",), LONGEST)
    lines = sink.path.read_text().splitlines()[before:]
    came = Counter(line.split()[1] for line in lines)
    found = tally(Letter.objects.get(pk=begun.pk))
    return Kills(kills, readers - len(came), len(lines) - len(came), in_flight, found.doubts, found.adds_up)
