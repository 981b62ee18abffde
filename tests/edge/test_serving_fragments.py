"""Pages out of parts: each pressed for itself, put together for everybody."""

from __future__ import annotations

import gzip

import pytest

from broadsheet.edge import esi
from broadsheet.edge.serving import HIT, STALE, UNSTORED, FragmentError
from tests.edge.edges import FAILED, World, answer, ask, body, run


def include(path: str, **more: str) -> str:
    return f'<esi:include src="{path}"{"".join(f" {name}={chr(34)}{value}{chr(34)}" for name, value in more.items())}/>'


def test_a_fragment_stands_where_it_was_included_and_its_change_renders_nothing_else(world: World) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer(f"[{include('/f/')}]" + "x" * 900, "page"), "/f/": answer("one", "f")})
        found = await ask(world.edge)
        assert body(found).startswith("[one]")
        assert gzip.decompress(found.page.body("gzip")).startswith(b"[one]")
        world.source.bump("f")
        world.origin.pages["/f/"] = answer("two", "f")
        again = await ask(world.edge)
        assert body(again).startswith("[two]")
        assert again.page.etag != found.page.etag
        assert world.origin.asked == ["/", "/f/", "/f/"]

    run(scene())


def test_a_fragment_that_did_not_change_is_not_rendered_with_its_page(world: World) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer(include("/f/"), "page"), "/f/": answer("f", "f")})
        await ask(world.edge)
        world.source.bump("page")
        await ask(world.edge)
        assert world.origin.asked == ["/", "/f/", "/"]

    run(scene())


def test_fragments_with_other_queries_are_other_fragments(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer(include("/f/?of=1") + include("/f/?of=2&amp;x=3") + include("/%66/?of=1"))
        world.origin.pages.update({"/f/?of=1": answer("one"), "/f/?of=2&x=3": answer("two")})
        assert body(await ask(world.edge)) == "onetwoone"
        assert world.origin.asked == ["/", "/f/?of=1", "/f/?of=2&x=3"]

    run(scene())


def test_a_page_ends_with_the_first_of_its_fragments(world: World, clock: list[float]) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer(include("/f/")), "/f/": answer("one", expires=clock[0] + 60)})
        await ask(world.edge)
        clock[0] += 61
        world.origin.pages["/f/"] = answer("two", expires=clock[0] + 60)
        assert body(await ask(world.edge)) == "two"

    run(scene())


def test_a_fragment_that_fails_is_left_out_where_it_may_be_and_the_page_not_kept(world: World) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer(f"[{include('/f/', onerror='continue')}]"), "/f/": FAILED})
        found = await ask(world.edge)
        assert (body(found), found.page.status, found.how) == ("[]", 200, UNSTORED)
        world.origin.pages["/f/"] = answer("well again")
        assert body(await ask(world.edge)) == "[well again]"

    run(scene())


def test_without_that_the_page_fails_unless_there_is_another_in_its_place(world: World) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer(include("/f/")), "/f/": FAILED, "/g/": answer("g")})
        with pytest.raises(FragmentError, match="/f/"):
            await ask(world.edge)
        world.origin.pages["/b/"] = answer(include("/f/", alt="/g/"))
        assert body(await ask(world.edge, "/b/")) == "g"

    run(scene())


def test_a_fragment_that_fails_after_its_end_is_covered_up_and_the_page_says_so(
    world: World, clock: list[float]
) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer(f"[{include('/f/')}]"), "/f/": answer("f", expires=clock[0] + 60)})
        await ask(world.edge)
        clock[0] += 61
        world.origin.pages["/f/"] = FAILED
        found = await ask(world.edge)
        assert (body(found), found.how) == ("[f]", STALE)

    run(scene())


def test_fragments_may_hold_fragments_to_a_depth_and_a_circle_ends(world: World) -> None:
    async def scene() -> None:
        world.origin.pages["/"] = answer(f"a{include('/1/')}")
        for depth in range(1, esi.DEEPEST):
            world.origin.pages[f"/{depth}/"] = answer(f"{depth}{include(f'/{depth + 1}/')}")
        world.origin.pages[f"/{esi.DEEPEST}/"] = answer("end")
        assert body(await ask(world.edge)) == "a12end"
        world.origin.pages["/circle/"] = answer(f"o{include('/circle/', onerror='continue')}")
        assert body(await ask(world.edge, "/circle/")) == "o" * (esi.DEEPEST + 1)
        world.origin.pages["/strict/"] = answer(f"o{include('/strict/')}")
        with pytest.raises(FragmentError):
            await ask(world.edge, "/strict/")

    run(scene())


def test_fragments_that_hold_many_fragments_each_come_to_an_end(world: World) -> None:
    async def scene() -> None:
        many = "".join(include(f"/f/?{n}", onerror="continue") for n in range(esi.MOST))
        world.origin.pages["/"] = answer(many)
        world.origin.pages.update({f"/f/?{n}": answer("x" + many) for n in range(esi.MOST)})
        found = await ask(world.edge)
        assert body(found).count("x") <= esi.MOST
        assert len(world.origin.asked) <= esi.MOST + 1

    run(scene())


def test_a_surrogate_gets_the_includes_and_an_entry_of_its_own(world: World) -> None:
    async def scene() -> None:
        world.origin.pages.update({"/": answer(f"[{include('/f/')}]"), "/f/": answer("f")})
        assert body(await ask(world.edge, raw=True)) == f"[{include('/f/')}]"
        assert body(await ask(world.edge)) == "[f]"
        assert (await ask(world.edge, raw=True)).how == HIT
        assert world.origin.asked == ["/", "/f/"]

    run(scene())
