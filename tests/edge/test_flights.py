"""One fetches, the rest wait: within a process, between processes, and whoever is cancelled or killed meanwhile."""

from __future__ import annotations

import asyncio
import errno
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.edge import flights
from broadsheet.edge.flights import Flights

FETCHER = """
import asyncio, sys
from pathlib import Path
from broadsheet.edge.flights import Flights

async def fetch():
    print("fetching", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    return "theirs"

print(asyncio.run(Flights(Path(sys.argv[1])).share("key", fetch)), flush=True)
"""


class Fetch:
    """Something to fetch that is done when the test says so."""

    def __init__(self) -> None:
        self.calls = 0
        self.done = asyncio.Event()

    async def __call__(self) -> str:
        self.calls += 1
        await self.done.wait()
        return f"fetched {self.calls}"


def another_process(path: Path) -> subprocess.Popen[str]:
    """A process that fetches the same until a line comes in."""
    process = subprocess.Popen(
        [sys.executable, "-c", FETCHER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "fetching\n"
    return process


def end(process: subprocess.Popen[str]) -> str:
    """Ends it; what it said."""
    return process.communicate("\n")[0]


def test_five_hundred_who_ask_at_once_cause_one_fetch(tmp_path: Path) -> None:
    async def scene() -> None:
        fetch, shared = Fetch(), Flights[str](tmp_path / "flights")
        asking = [asyncio.create_task(shared.share("key", fetch)) for _ in range(500)]
        await asyncio.sleep(0)
        fetch.done.set()
        assert set(await asyncio.gather(*asking)) == {"fetched 1"}
        assert (fetch.calls, shared.waited, shared.waiting) == (1, 499, {})

    asyncio.run(scene())


def test_other_keys_are_fetched_meanwhile() -> None:
    async def scene() -> None:
        slow, quick, shared = Fetch(), Fetch(), Flights[str](None)
        waiting = asyncio.create_task(shared.share("slow", slow))
        quick.done.set()
        assert await shared.share("quick", quick) == "fetched 1"
        slow.done.set()
        await waiting

    asyncio.run(scene())


@pytest.mark.parametrize("cancelled", [0, 1, 2])
def test_the_flight_goes_on_whoever_is_cancelled(cancelled: int) -> None:
    async def scene() -> None:
        fetch, shared = Fetch(), Flights[str](None)
        asking = [asyncio.create_task(shared.share("key", fetch)) for _ in range(3)]
        await asyncio.sleep(0)
        asking[cancelled].cancel()
        await asyncio.sleep(0)
        fetch.done.set()
        found = await asyncio.gather(*asking, return_exceptions=True)
        assert isinstance(found.pop(cancelled), asyncio.CancelledError)
        assert (found, fetch.calls, shared.waiting) == (["fetched 1"] * 2, 1, {})

    asyncio.run(scene())


def test_a_flight_that_all_have_left_still_lands() -> None:
    async def scene() -> None:
        fetch, shared = Fetch(), Flights[str](None)
        asking = asyncio.create_task(shared.share("key", fetch))
        await asyncio.sleep(0)
        flight = shared.waiting["key"]
        asking.cancel()
        fetch.done.set()
        assert await flight == "fetched 1"
        assert shared.waiting == {}

    asyncio.run(scene())


def test_what_goes_wrong_goes_wrong_for_everybody_and_the_next_one_tries_again() -> None:
    async def scene() -> None:
        shared = Flights[str](None)

        async def fail() -> str:
            await asyncio.sleep(0)
            raise ValueError("no")

        found = await asyncio.gather(*(shared.share("key", fail) for _ in range(3)), return_exceptions=True)
        assert [str(one) for one in found] == ["no"] * 3
        fetch = Fetch()
        fetch.done.set()
        assert await shared.share("key", fetch) == "fetched 1"

    asyncio.run(scene())


def test_what_another_process_fetches_is_waited_for(tmp_path: Path) -> None:
    async def scene() -> None:
        fetch, shared = Fetch(), Flights[str](tmp_path / "flights")
        other = another_process(tmp_path / "flights")
        asking = [asyncio.create_task(shared.share("key", fetch)) for _ in range(50)]
        await asyncio.sleep(0)
        fetch.done.set()
        assert await shared.share("another key", fetch) == "fetched 1"
        assert not any(one.done() for one in asking)
        assert await asyncio.to_thread(end, other) == "theirs\n"
        assert set(await asyncio.gather(*asking)) == {None}
        assert fetch.calls == 1

    asyncio.run(scene())


def test_a_process_that_is_killed_holds_nobody_up(tmp_path: Path) -> None:
    async def scene() -> None:
        fetch, shared = Fetch(), Flights[str](tmp_path / "flights")
        other = another_process(tmp_path / "flights")
        asking = asyncio.create_task(shared.share("key", fetch))
        await asyncio.sleep(0)  # begins a flight
        await asyncio.sleep(0)  # which finds the lock taken: before the other is killed, or it would fetch for itself
        assert shared.waited == 1
        other.send_signal(signal.SIGKILL)
        await asyncio.to_thread(other.communicate)
        assert await asking is None
        fetch.done.set()
        assert await shared.share("key", fetch) == "fetched 1"

    asyncio.run(scene())


def test_a_process_that_never_ends_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flights, "LONGEST", 2 * flights.PAUSE)
    other = another_process(tmp_path / "flights")

    async def scene() -> None:
        fetch = Fetch()
        fetch.done.set()
        assert await Flights[str](tmp_path / "flights").share("key", fetch) == "fetched 1"

    asyncio.run(scene())
    end(other)


def test_a_disk_that_knows_no_locks_leaves_each_process_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*anything: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.lockf", refuse)

    async def scene() -> None:
        fetch = Fetch()
        fetch.done.set()
        assert await Flights[str](tmp_path / "flights").share("key", fetch) == "fetched 1"

    asyncio.run(scene())


def test_without_a_folder_each_process_is_for_itself(tmp_path: Path) -> None:
    async def scene() -> None:
        fetch = Fetch()
        fetch.done.set()
        assert await Flights[str](tmp_path / "none" / "flights").share("key", fetch) == "fetched 1"

    asyncio.run(scene())
