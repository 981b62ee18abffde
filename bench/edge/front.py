"""A front of thirty blocks, pressed again after each publish: `python -m bench.edge.front SIZE`."""

from __future__ import annotations

import asyncio
import json
import sys

from bench.edge.inside import Times, address, enter, make_edge, newest_story

BLOCKS = 30
SAMPLES = 60
STYLES = ("lead-and-list", "across", "opinion")


def main() -> None:
    """Prints the median as a JSON object; the front keeps its layout."""
    enter(int(sys.argv[1]))
    times = Times()
    _lay_out()
    asyncio.run(_measure(times))
    print(json.dumps(times.figures()))


def _lay_out() -> None:
    """The head's three blocks, then strips of all sections over and over, in the styles that there are."""
    from broadsheet.articles.models import Front, Section

    front, sections = Front.objects.get(), list(Section.objects.live())
    strips = [
        {"section": sections[n % len(sections)].pk, "style": STYLES[n % 3], "count": 5, "stories": []}
        for n in range(BLOCKS - 3)
    ]
    head = [("lead", {"story": None}), ("secondary", {"stories": []}), ("latest", {"count": 8})]
    layout = [*head, *(("strip", strip) for strip in strips)]
    front.layout = json.dumps([{"type": kind, "value": value} for kind, value in layout])
    front.save_revision().publish()


async def _measure(times: Times) -> None:
    edge, page = make_edge(), address("/")
    await edge.obtain(page)
    for _ in range(SAMPLES):
        await asyncio.to_thread(_publish, len(times.clock))
        await edge.generations.look_and_wait()
        with times.one():
            found = await edge.obtain(page)
        assert found.how.startswith("fwd"), found.how


def _publish(number: int) -> None:
    """Changes the headline of the newest story, which leads the front."""
    story = newest_story()
    story.title = f"{story.title.partition(' /')[0]} /{number}"
    story.save_revision().publish()


if __name__ == "__main__":
    main()
