"""Many readers at a time: one rendering for all of them, and nobody gets what was begun too early."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.edge.origin import Answer
from tests.edge.edges import World, answer, ask, body, run


@pytest.mark.parametrize("storable", [True, False])
@pytest.mark.parametrize("has_store", [True, False])
def test_five_hundred_at_a_time_cause_one_rendering(
    world: World, tmp_path: Path, storable: bool, has_store: bool
) -> None:
    go_on = threading.Event()

    async def scene() -> None:
        with ThreadPoolExecutor(4) as threads:
            edge = world.another(tmp_path, threads)
            if not has_store:
                world.store.close()

            def render() -> Answer:
                go_on.wait(30)
                return answer("one", storable=storable)

            world.origin.pages["/"] = render
            asking = [asyncio.create_task(ask(edge)) for _ in range(500)]
            await asyncio.sleep(0.05)
            go_on.set()
            assert {body(found) for found in await asyncio.gather(*asking)} == {"one"}
            assert world.origin.asked == ["/"]

    run(scene())


@pytest.mark.parametrize("storable", [True, False])
def test_who_asks_after_a_commit_does_not_get_what_was_begun_before_it(
    world: World, tmp_path: Path, storable: bool
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    async def scene() -> None:
        with ThreadPoolExecutor(4) as threads:
            edge = world.another(tmp_path, threads)

            def render() -> Answer:
                if not begun.is_set():
                    begun.set()
                    go_on.wait(30)
                    return answer("before", "story:1", storable=storable)
                return answer("after", "story:1", storable=storable)

            world.origin.pages["/"] = render
            first = asyncio.create_task(ask(edge))
            await asyncio.to_thread(begun.wait, 30)
            world.source.bump("story:1")
            later = [asyncio.create_task(ask(edge)) for _ in range(20)]
            await asyncio.sleep(0.02)
            go_on.set()
            assert {body(found) for found in await asyncio.gather(*later)} == {"after"}
            assert body(await first) in ("before", "after")
            assert len(world.origin.asked) == 2

    run(scene())


def test_a_reader_who_leaves_while_his_page_is_pressed_leaves_it_to_the_others(world: World, tmp_path: Path) -> None:
    go_on = threading.Event()

    async def scene() -> None:
        with ThreadPoolExecutor(4) as threads:
            edge = world.another(tmp_path, threads)

            def render() -> Answer:
                go_on.wait(30)
                return answer("one")

            world.origin.pages["/"] = render
            first, *others = [asyncio.create_task(ask(edge)) for _ in range(10)]
            await asyncio.sleep(0.02)
            first.cancel()
            await asyncio.sleep(0)
            go_on.set()
            assert {body(found) for found in await asyncio.gather(*others)} == {"one"}
            assert world.origin.asked == ["/"]

    run(scene())
