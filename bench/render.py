"""Times of pages rendered cold: `python -m bench.render [--sizes 1000,30000,300000]` (`make bench-render`).

For each size a home is filled once below `bench/homes` and used again. A page is asked of Django's own handler, through
all middleware, with no cache; templates are warm. Stories are different ones each time. The process keeps to
one core and counts its own CPU time beside the clock's: where the two differ, neighbours had the core. The table
is added to `bench/RESULTS.md`, unless `--dry`; the last line printed is one JSON object of all figures.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from bench.homes import filled, in_home
from bench.machine import add_table, keep_to, load, machine

SIZES = (1000, 30_000, 300_000)
SAMPLES = 400
CORE = 1
WARM_UP = 10


def main() -> None:
    """Measure every size in a process of its own, then tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(str(size) for size in SIZES))
    parser.add_argument("--dry", action="store_true", help="leave bench/RESULTS.md as it is")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--profile", metavar="STORY|FRONT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.profile)))
        return
    before = load()
    found = {size: in_home(int(size), "bench.render", "--one", size) for size in options.sizes.split(",")}
    text = f"One of {machine()}, load {before} before and {load()} after, `make bench-render`\n\n{_table(found)}"
    print(text)
    if not options.dry:
        add_table("Cold pages", text)
    print(json.dumps(_figures(found)))


def measure(size: int, profile: str | None = None) -> dict[str, Any]:
    """Figures of the home that the environment names, which is filled with `size` stories first where it is not yet."""
    import django

    django.setup()

    from broadsheet.articles.models import Section, Story
    from broadsheet.asgi import warm_up

    rate = filled(size)
    keep_to(CORE)
    random = Random(7)
    newest = list(Story.objects.readable().order_by("pk").values_list("url_path", flat=True))
    front_path = Section.objects.first().get_parent().url_path
    stories = [
        "/" + path.removeprefix(front_path) for path in random.sample(newest, min(SAMPLES + WARM_UP, len(newest)))
    ]
    sections = ["/" + s.url_path.removeprefix(front_path) for s in Section.objects.live()]
    pages = {"story": stories, "front": ["/"], "section": sections}
    ask = _asker()
    warm_up()  # as `broadsheet serve` does
    if profile:
        _profile(ask, pages[profile])
    figures: dict[str, Any] = {"fill_per_s": rate, "story_kb": _weight(ask, size)}
    for name, urls in pages.items():
        figures[name] = _times(ask, urls)
        figures[name]["queries"] = _queries(ask, urls[-1])
    return figures


def _asker() -> Callable[[str], Any]:
    """A function that asks Django for a path and returns the answer, its body read."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    handler = WSGIHandler()
    requests = RequestFactory(SERVER_NAME="localhost")

    def ask(path: str) -> Any:
        answer: Any = handler.get_response(requests.get(path))
        assert answer.status_code == 200, (path, answer.status_code)
        assert answer.content
        return answer

    return ask


def _times(ask: Callable[[str], Any], urls: Sequence[str]) -> dict[str, float]:
    asked = [urls[number % len(urls)] for number in range(SAMPLES + WARM_UP)]
    clock, cpu = [], []
    for path in asked:
        start, start_cpu = time.perf_counter(), time.thread_time()
        ask(path)
        cpu.append((time.thread_time() - start_cpu) * 1000)
        clock.append((time.perf_counter() - start) * 1000)
    clock, cpu = clock[WARM_UP:], cpu[WARM_UP:]
    figures = {"ms": median(clock), "least": min(clock), "p95": quantiles(clock, n=20)[-1], "cpu": median(cpu)}
    return {name: round(value, 1) for name, value in figures.items()}


def _queries(ask: Callable[[str], Any], path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask(path)
    return len(queries)


def _weight(ask: Callable[[str], Any], size: int) -> float:
    """Kilobytes of HTML, CSS and scripts, each compressed, of a story without pictures."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    from broadsheet.articles.models import Story

    story = Story.objects.readable().filter(lead_image=None).newest_first()[0]
    html = ask(story.get_url()).content
    links = re.findall(r'<link[^>]*rel="?(?:stylesheet|modulepreload)[^>]*>|<script[^>]*src=[^>]*>', html.decode())
    names = {match for link in links for match in re.findall(r'(?:href|src)="/static/([^"]+)"', link)}
    files = [Path(staticfiles_storage.path(name)).read_bytes() for name in names]
    return round(sum(len(gzip.compress(data, 6)) for data in [html, *files]) / 1024, 1)


def _profile(ask: Callable[[str], Any], urls: Sequence[str]) -> None:
    """The places where time goes, on stderr."""
    import cProfile
    import pstats

    _times(ask, urls)
    profile = cProfile.Profile()
    profile.runcall(_times, ask, urls)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile, stream=sys.stderr).sort_stats(order).print_stats(45)


def _table(found: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| page | stories | median ms | least ms | p95 ms | median CPU ms | queries |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in ("story", "front", "section"):
        lines += [
            f"| {name} | {int(size):,} | "
            + " | ".join(str(f[name][figure]) for figure in ("ms", "least", "p95", "cpu", "queries"))
            + " |"
            for size, f in found.items()
        ]
    rates = ", ".join(f"{f['fill_per_s']:,} ({int(size):,})" for size, f in found.items())
    weight = next(iter(found.values()))["story_kb"]
    return "\n".join(
        [*lines, "", f"Stories filled a second: {rates}. A story without pictures, compressed: {weight} KB."]
    )


def _figures(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    last = list(found.values())[-1]
    pages = ("story", "front", "section")
    return {
        **{f"{name}_ms": {size: f[name]["ms"] for size, f in found.items()} for name in pages},
        "story_queries": last["story"]["queries"],
        "front_queries": last["front"]["queries"],
        "fill_per_s": last["fill_per_s"],
        "story_kb": last["story_kb"],
    }


if __name__ == "__main__":
    main()
