"""The process that sends: it claims messages, gives them to connections, and writes down what became of each.

One such process runs in a home at a time. The main thread alone writes the ledger; each connection has a thread. How
much is in hand follows how fast a server takes it, so that a crash leaves little in doubt, and a message waits in hand
for fractions of a second.
"""

from __future__ import annotations

import fcntl
import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import close_old_connections, connection

from broadsheet.newsletter import ledger
from broadsheet.newsletter.digests import begin_due
from broadsheet.newsletter.freezing import freeze
from broadsheet.newsletter.ledger import Claimed, Outcome
from broadsheet.newsletter.mails import the_paper
from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import DeliveryState, Letter, LetterState, Sender
from broadsheet.newsletter.servers import DoubtError, Link, Refused, Server, UnreachableError, connect, servers

log = logging.getLogger("broadsheet.letters")

BATCH = 200
BEAT_SECONDS = 5.0
FRESH_SECONDS = 0.5
"""After so long in hand it is asked again whether the reader still wants the message."""
LEASE_SECONDS = 60.0
"""Without a sign for so long nothing is handed over: somebody may take the rows back after `ledger.LEASE`."""
REST_SECONDS = 1.0
"""How long a connection waits when its server cannot be reached."""
IDLE_SECONDS = 0.05


class NoServerError(Exception):
    """There is no mail server to send by."""


class BusyError(Exception):
    """Another process of this home sends already."""


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Held while this process sends for `home`. Raises BusyError where another one does."""
    with (home / "letters.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError("Another process sends the letters of this home already.") from None
        yield


def run(home: Path, stopping: Callable[[], bool] = lambda: False) -> None:
    """Send until nothing is left that can be sent now, or `stopping` says so. Raises NoServerError, BusyError."""
    known = servers()
    if not known:
        raise NoServerError("Mail goes to the log alone: set BROADSHEET_EMAIL_URL or BROADSHEET_LETTER_SERVERS.")
    with alone(home):
        sender = ledger.join(f"{socket.gethostname()}:{home}"[:200])
        while not stopping():
            close_old_connections()
            begin_due()
            letters = list(Letter.objects.under_way().values_list("pk", flat=True))
            for letter_id in letters:
                freeze(letter_id)
                if _Run(sender, letter_id, known, stopping).go():
                    break
            if not any(_goes_on(letter_id) for letter_id in letters):
                break
        Sender.objects.filter(pk=sender.pk).delete()


def _urgent_waits() -> bool:
    urgent = Letter.objects.under_way().filter(mailing_list__is_breaking=True).values_list("pk", "state")
    return any(state == LetterState.FREEZING or ledger.has_work(pk) for pk, state in urgent)


def _goes_on(letter_id: int) -> bool:
    sending = Letter.objects.filter(pk=letter_id, state=LetterState.SENDING).exists()
    return sending and not ledger.finish(letter_id) and ledger.has_work(letter_id)


class _Lane:
    """One server with its connections: what waits for them, and how much they have in hand."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.waiting: queue.Queue[tuple[Claimed, float] | None] = queue.Queue()
        self.in_hand = 0
        self.pace = 0.0
        self.settled = time.monotonic()
        self.down_until = 0.0

    def room(self) -> int:
        """How many more it may have in hand: what it does in a third of a second, twice its connections at least."""
        if time.monotonic() < self.down_until:
            return 0
        return min(BATCH, max(2 * self.server.connections, int(self.pace * 0.35))) - self.in_hand


class _Run:
    """The sending of one letter by one process."""

    def __init__(self, sender: Sender, letter_id: int, known: list[Server], stopping: Callable[[], bool]) -> None:
        self.sender, self.letter_id, self.stopping = sender, letter_id, stopping
        self.letter = Letter.objects.select_related("mailing_list").get(pk=letter_id)
        self.lanes = [_Lane(server) for server in known]
        self.done: queue.SimpleQueue[tuple[_Lane, Outcome]] = queue.SimpleQueue()
        self.beaten = time.monotonic()
        self.lost = False
        self.gives_way = False

    def go(self) -> bool:
        """Until nothing can be claimed and nothing is in hand. What was claimed is settled whatever happens.

        Whether it gave way to breaking news, and is to be gone on with afterwards.
        """
        if self.letter.state != LetterState.SENDING:
            return False
        self.press = Press(self.letter, the_paper().name)
        # Made here, where an error ends the sending: in a thread it would leave messages in hand for ever.
        links = [(lane, connect(lane.server)) for lane in self.lanes for _ in range(lane.server.connections)]
        threads = [
            threading.Thread(target=self._connection, args=pair, name=f"letters-{pair[0].server.name}-{number}")
            for number, pair in enumerate(links)
        ]
        for thread in threads:
            thread.start()
        try:
            self._main()
        except BaseException:
            self.lost = True  # what cannot be written down must not be handed over
            raise
        finally:
            for lane in self.lanes:
                for _ in range(lane.server.connections):
                    lane.waiting.put(None)
            for thread in threads:
                thread.join()
            self._settle(0)
        return self.gives_way

    def _main(self) -> None:
        while True:
            self._beat()
            claimed = 0 if self._ends() else sum(self._claim(lane) for lane in self.lanes)
            if not claimed and not any(lane.in_hand for lane in self.lanes) and not self._must_wait():
                return
            self._settle(0 if claimed else IDLE_SECONDS)

    def _must_wait(self) -> bool:
        """Whether there is work that only a rate or a resting server holds up."""
        return (
            not self._ends()
            and ledger.has_work(self.letter_id)
            and Letter.objects.filter(pk=self.letter_id, state=LetterState.SENDING).exists()
        )

    def _ends(self) -> bool:
        return self.stopping() or self.lost or self.gives_way

    def _beat(self) -> None:
        if time.monotonic() - self.beaten > BEAT_SECONDS:
            self.lost = not ledger.beat(self.sender)
            self.gives_way = not self.letter.mailing_list.is_breaking and _urgent_waits()
            self.beaten = time.monotonic()

    def _claim(self, lane: _Lane) -> int:
        room = lane.room()
        if room < max(1, lane.in_hand // 2):
            return 0
        one = lane.server
        claimed = ledger.claim(self.letter_id, self.sender.pk, room, one.name, one.rate)
        at = time.monotonic()
        for message in claimed:
            lane.waiting.put((message, at))
        lane.in_hand += len(claimed)
        return len(claimed)

    def _settle(self, wait: float) -> None:
        """Write down what came back, after waiting `wait` seconds for a first one."""
        found = []
        try:
            found.append(self.done.get(timeout=wait) if wait else self.done.get_nowait())
            while True:
                found.append(self.done.get_nowait())
        except queue.Empty:
            pass
        if not found:
            return
        ledger.settle(self.sender.pk, [outcome for _lane, outcome in found])
        now = time.monotonic()
        for lane in self.lanes:
            count = sum(one is lane for one, _outcome in found)
            lane.in_hand -= count
            seconds = max(now - lane.settled, 0.001)
            lane.pace = 0.8 * lane.pace + 0.2 * count / seconds
            lane.settled = now

    def _connection(self, lane: _Lane, link: Link) -> None:
        """A thread: hands messages over until told to stop, and tells what became of each."""
        while (taken := lane.waiting.get()) is not None:
            self.done.put((lane, self._hand_over(link, lane, *taken)))
        link.close()
        connection.close()  # the thread's own, where it asked whether a message is still wanted

    def _hand_over(self, link: Link, lane: _Lane, one: Claimed, at: float) -> Outcome:
        now = time.monotonic()
        back = Outcome(one.delivery_id, DeliveryState.PREPARED)
        if self.lost or now - self.beaten > LEASE_SECONDS or now < lane.down_until:
            return back
        try:
            if now - at > FRESH_SECONDS and not ledger.still_wanted(self.letter.mailing_list_id, one.subscriber_id):
                return Outcome(one.delivery_id, DeliveryState.PREPARED)  # the next claim finds out why
            link.hand_over(self.press.message(one.delivery_id, one.subscriber_id, one.email))
        except UnreachableError as error:
            self._rest(lane, error)
            return back
        except DoubtError:
            return Outcome(one.delivery_id, DeliveryState.PREPARED, doubt=True)
        except Refused as no:
            return Outcome(one.delivery_id, no.state, no.reason)
        except Exception:
            log.exception("message %d of letter %d could not be made", one.delivery_id, self.letter_id)
            return Outcome(one.delivery_id, DeliveryState.FAILED, "it could not be made")
        return Outcome(one.delivery_id, DeliveryState.HANDED)

    def _rest(self, lane: _Lane, error: Exception) -> None:
        if time.monotonic() >= lane.down_until:
            log.warning("%s takes no letters just now (%s)", lane.server.name, error)
        lane.down_until = time.monotonic() + REST_SECONDS
