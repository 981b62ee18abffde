"""A page of which only a fragment changed, put together again: `python -m bench.edge.reassembly SIZE`."""

from __future__ import annotations

import asyncio
import json
import sys

from bench.edge.inside import Times, address, enter, make_edge, newest_story

SAMPLES = 200


def main() -> None:
    """Prints the median as a JSON object."""
    enter(int(sys.argv[1]))
    times = Times()
    asyncio.run(_measure(times, newest_story().get_url()))
    print(json.dumps(times.figures()))


async def _measure(times: Times, path: str) -> None:
    """Between two measurements a tag is bumped that only the fragment of other news depends on, and it is pressed."""
    from broadsheet.edge.serving import REASSEMBLED

    edge, page, fragment = make_edge(), address(path), address("/_f/more-news/")
    whole = (await edge.obtain(page)).page
    part = await edge.part(fragment)
    skeleton = await edge.part(page)
    others = [await edge.part(address(one.src)) for one in skeleton.includes if one.src != fragment.path]
    taken = {tag for other in (skeleton, *others) for tag in other.tags}
    tag = next(tag for tag in sorted(part.tags) if tag not in taken)
    assert tag in whole.tags
    for _ in range(SAMPLES):
        await asyncio.to_thread(_bump, tag)
        await edge.generations.look_and_wait()
        await edge.part(fragment)
        assert not edge.holds(whole)
        with times.one():
            found = await edge.obtain(page)
        assert found.how == REASSEMBLED, found.how
        whole = found.page


def _bump(tag: str) -> None:
    from broadsheet.edge.tags import bump

    bump(tag)


if __name__ == "__main__":
    main()
