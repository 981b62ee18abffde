"""What the edge answers, with an origin and a clock that the test steers: exact, and pressed no more than needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.edge import serving
from broadsheet.edge.origin import Address, Answer
from broadsheet.edge.serving import HIT, PRESSED, REASSEMBLED, STALE, UNSTORED
from tests.edge.edges import FAILED, World, address, answer, ask, body, run, settled


def test_a_page_is_pressed_once_and_then_sent_from_memory(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("one")
        assert [(await ask(world.edge)).how for _ in range(3)] == [PRESSED, HIT, HIT]
        assert world.origin.asked == ["/"]

    run(scene())


def test_another_process_takes_it_from_the_store(world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("one")
        await ask(world.edge)
        found = await ask(world.another(tmp_path))
        assert (body(found), found.how, len(world.origin.asked)) == ("one", REASSEMBLED, 1)

    run(scene())


def test_a_bump_of_its_tag_makes_a_page_anew_and_one_of_another_tag_does_not(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("one", "story:1")
        await ask(world.edge)
        world.origin.pages["/"] = answer("two", "story:1")
        world.source.bump("story:2")
        assert body(await ask(world.edge)) == "one"
        world.source.bump("story:1")
        found = await ask(world.edge)
        assert (body(found), found.how) == ("two", PRESSED)

    run(scene())


def test_what_was_bumped_while_no_process_ran_is_made_anew(world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer("one", "story:1"), "/b/": answer("b", "story:2")})
        await ask(world.edge)
        await ask(world.edge, "/b/")
        world.source.bump("story:1")
        world.origin.pages["/"] = answer("two", "story:1")
        later = world.another(tmp_path)
        assert body(await ask(later)) == "two"
        assert (await ask(later, "/b/")).how == REASSEMBLED

    run(scene())


def test_a_page_that_is_bumped_while_it_is_rendered_is_rendered_again(world: World) -> None:
    async def scene() -> None:
        texts = iter(["old", "new"])

        def render() -> Answer:
            text = next(texts)
            if text == "old":
                world.source.bump("story:1")  # after the text was read, before it is sent
            return answer(text, "story:1")

        world.origin.pages["/"] = render
        assert body(await ask(world.edge)) == "new"
        assert body(await ask(world.edge)) == "new"
        assert len(world.origin.asked) == 2

    run(scene())


def test_a_page_that_is_bumped_all_the_while_is_sent_but_not_kept(world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        def render() -> Answer:
            world.source.bump("story:1")
            return answer(f"{len(world.origin.asked)}", "story:1")

        world.origin.pages["/"] = render
        found = await ask(world.edge)
        assert (body(found), found.how) == (str(serving.TRIES), UNSTORED)
        world.origin.pages["/"] = answer("quiet", "story:1")
        assert body(await ask(world.another(tmp_path))) == "quiet"
        assert body(await ask(world.edge)) == "quiet"

    run(scene())


def test_the_clock_ends_a_page_that_said_until_when_it_is_true(world: World, clock: list[float]) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("today", expires=clock[0] + 60)
        await ask(world.edge)
        clock[0] += 59
        assert (await ask(world.edge)).how == HIT
        clock[0] += 1
        world.origin.pages["/"] = answer("tomorrow", expires=clock[0] + 60)
        assert body(await ask(world.edge)) == "tomorrow"

    run(scene())


def test_a_clock_that_is_put_back_makes_anew_what_depends_on_it(world: World, clock: list[float]) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer("noon", expires=clock[0] + 60), "/always/": answer("always")})
        await ask(world.edge)
        await ask(world.edge, "/always/")
        clock[0] -= 3_600
        world.origin.pages["/"] = answer("morning", expires=clock[0] + 60)
        assert body(await ask(world.edge)) == "morning"
        assert (await ask(world.edge)).how == HIT
        assert (await ask(world.edge, "/always/")).how == HIT

    run(scene())


def test_a_failing_origin_is_covered_up_where_only_the_clock_speaks_against_what_we_have(
    world: World, clock: list[float]
) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("old", "story:1", expires=clock[0] + 60)
        await ask(world.edge)
        clock[0] += 61
        world.origin.pages["/"] = FAILED
        found = await ask(world.edge)
        assert (body(found), found.how, world.edge.stats.stale) == ("old", STALE, 1)
        assert (await ask(world.edge)).how == STALE
        world.origin.pages["/"] = answer("new", "story:1", expires=clock[0] + 60)
        assert body(await ask(world.edge)) == "new"

    run(scene())


def test_a_failing_origin_is_not_covered_up_where_a_tag_was_bumped(world: World, clock: list[float]) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("old", "story:1", expires=clock[0] + 60)
        await ask(world.edge)
        world.origin.pages["/"] = FAILED
        world.source.bump("story:1")
        assert (await ask(world.edge)).page.status == 500
        clock[0] += 61
        assert (await ask(world.edge)).page.status == 500

    run(scene())


def test_nor_where_it_is_bumped_while_the_origin_fails(world: World, clock: list[float]) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("old", "story:1", expires=clock[0] + 60)
        await ask(world.edge)
        clock[0] += 61

        def fail() -> Answer:
            world.source.bump("story:1")
            return FAILED

        world.origin.pages["/"] = fail
        assert (await ask(world.edge)).page.status == 500

    run(scene())


def test_an_origin_that_does_not_answer_counts_as_one_that_fails(
    world: World, clock: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SLOWEST", 0.05)
    go_on = threading.Event()

    async def scene() -> None:
        with ThreadPoolExecutor(2) as threads:
            edge = world.another(tmp_path, threads)
            world.origin.pages["/"] = answer("old", expires=clock[0] + 60)
            await ask(edge)
            clock[0] += 61

            def hang() -> Answer:
                go_on.wait(30)
                return answer("late")

            world.origin.pages.update({"/": hang, "/new/": hang})
            assert (await ask(edge)).how == STALE
            assert (await ask(edge, "/new/")).page.status == 504
            go_on.set()

    run(scene())


def test_a_failure_is_never_kept(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = FAILED
        assert (await ask(world.edge)).page.status == 500
        world.origin.pages["/"] = answer("well again")
        assert body(await ask(world.edge)) == "well again"

    run(scene())


def test_without_the_database_what_is_kept_is_still_sent(world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer("one"), "/b/": answer("b")})
        await ask(world.edge)
        await ask(world.edge, "/b/")
        world.source.reachable = False
        world.origin.pages.update({"/": FAILED, "/new/": FAILED})
        assert body(await ask(world.edge)) == "one"
        assert not world.edge.generations.reachable
        assert body(await ask(world.another(tmp_path), "/b/")) == "b"
        assert (await ask(world.edge, "/new/")).page.status == 500

    run(scene())


def test_what_is_pressed_without_the_database_is_not_kept(world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        world.source.reachable = False
        edge = world.another(tmp_path)
        world.origin.pages["/"] = answer("one")
        assert (await ask(edge)).how == UNSTORED
        world.source.reachable = True
        assert (await ask(edge)).how == PRESSED

    run(scene())


def test_a_database_that_comes_back_tells_all_that_was_bumped_meanwhile(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("one", "story:1")
        await ask(world.edge)
        world.source.reachable = False
        assert body(await ask(world.edge)) == "one"
        world.source.bump("story:1")
        world.source.reachable = True
        world.origin.pages["/"] = answer("two", "story:1")
        assert body(await ask(world.edge)) == "two"

    run(scene())


def put_back(world: World) -> Callable[[], None]:
    """Takes a copy of the database; what it gives puts it back."""
    copy = dict(world.source.numbers)

    def put() -> None:
        world.source.numbers = dict(copy)

    return put


@pytest.mark.parametrize("further", [0, 1, 9])
@pytest.mark.parametrize("runs", [True, False])
def test_no_page_of_a_history_that_is_gone_is_ever_sent(world: World, tmp_path: Path, runs: bool, further: int) -> None:
    """`further` commits come between the copy being put back and the next look; `runs`: the server runs meanwhile."""

    async def scene() -> None:
        world.source.bump("story:1")
        world.origin.pages["/"] = answer("as in the copy", "story:1")
        put = put_back(world)
        world.source.bump("story:1")
        world.source.bump("story:2")
        world.origin.pages["/"] = answer("lost", "story:1")
        assert body(await ask(world.edge)) == "lost"
        put()
        world.origin.pages["/"] = answer("as in the copy", "story:1")
        for _ in range(further):
            world.source.bump("story:3")
        edge = world.edge if runs else world.another(tmp_path)
        world.origin.pages["/b/"] = answer("b")
        await ask(edge, "/b/")  # the look that finds out
        for _ in range(9):
            world.source.bump("story:4")
        assert body(await ask(edge)) == "as in the copy"

    run(scene())


def test_personal_answers_are_told_apart_and_never_kept(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("Dear Ada", headers=[("set-cookie", "a=b")], storable=False)
        for _ in range(2):
            assert (await ask(world.edge)).page.is_personal
        assert len(world.origin.asked) == 2
        assert list(world.store.keys()) == []

    run(scene())


def test_addresses_without_a_page_fill_nothing(world: World) -> None:
    async def scene() -> None:
        for number in range(100):
            assert (await ask(world.edge, f"/{number}/")).page.status == 404
        assert (world.store.sizes(), world.edge.shelf.size, world.edge.flights.waiting) == ((0, 0), 0, {})

    run(scene())


def test_what_was_pressed_while_a_backup_was_put_back_is_not_kept(world: World) -> None:
    async def scene() -> None:
        world.source.bump("other")
        copy = dict(world.source.numbers)
        world.source.bump("story:1")

        def put_back() -> Answer:
            world.source.numbers = copy
            world.source.bump("elsewhere")
            world.edge.generations.look()  # as another request does meanwhile
            return answer("of the lost day", "story:1")

        world.origin.pages["/"] = put_back
        assert (await ask(world.edge)).how == UNSTORED
        world.origin.pages["/"] = answer("as it is now", "story:1")
        assert body(await ask(world.edge)) == "as it is now"

    run(scene())


def test_what_is_damaged_in_the_store_is_pressed_again(world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("one")
        await ask(world.edge)
        world.store.put(address().key, b"torn")
        found = await ask(world.another(tmp_path))
        assert (body(found), found.how) == ("one", PRESSED)

    run(scene())


def test_a_page_that_is_read_often_is_pressed_in_brotli_and_counted(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("word " * 500)
        page = (await ask(world.edge)).page
        before = world.edge.shelf.size
        for _ in range(serving.BROTLI_AFTER + 2):
            await ask(world.edge)
        await settled()
        assert page.best((True, True)) == "br"
        assert world.edge.shelf.size == before + len(page.body("br"))

    run(scene())


def test_a_page_that_went_meanwhile_is_not_counted_with_its_brotli(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer("word " * 500)
        await ask(world.edge)
        for _ in range(serving.BROTLI_AFTER):
            await ask(world.edge)
        world.edge.forget()
        await settled()
        assert world.edge.shelf.size == 0

    run(scene())


def test_a_source_that_must_be_waited_for_is_as_exact(tmp_path: Path) -> None:
    world = World(tmp_path, waits=True)

    async def scene() -> None:
        world.origin.pages["/"] = answer("one", "story:1")
        await ask(world.edge)
        world.source.bump("story:1")
        world.origin.pages["/"] = answer("two", "story:1")
        assert body(await ask(world.edge)) == "two"
        world.source.reachable = False
        assert body(await ask(world.edge)) == "two"

    run(scene())
    world.close()


def test_the_key_of_an_address_is_its_own() -> None:
    assert Address("http", "a", "/b/", "page=2").key == "a/b/?page=2"
