"""Search: how long readers wait for an answer: `python -m bench.search [--fill N]`, in the home of BROADSHEET_HOME.

Questions are made of headlines of the paper: a word, two, a phrase, a beginning, a word misspelt, a section. What is
timed is all that the page of results holds, without the page around it; beside it how long the processor worked.
An empty home is filled with N stories. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from random import Random
from statistics import median, quantiles

QUESTIONS = 300
WARM = 20


def main() -> None:
    """Ask, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", type=int, default=0, metavar="N", help="fill the home with N stories if it is empty")
    options = parser.parse_args()
    import django

    django.setup()
    from bench.homes import filled

    if options.fill:
        filled(options.fill)
    waited, worked = asked(questions())
    print(
        json.dumps(
            {
                "search_p50_ms": round(median(waited), 1),
                "search_p99_ms": round(quantiles(waited, n=100)[98], 1),
                "search_cpu_p50_ms": round(median(worked), 1),
                "search_cpu_p99_ms": round(quantiles(worked, n=100)[98], 1),
            }
        )
    )


def asked(every: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of waiting and of the processor's work for each question but the first `WARM`."""
    from django.test import RequestFactory

    from broadsheet.articles.models import Section
    from broadsheet.front.finding.questions import parse
    from broadsheet.front.search import answer

    sections, request = list(Section.objects.live()), RequestFactory().get("/search/")
    waited, worked = [], []
    for number, question in enumerate(every):
        wanted = {"section": sections[number % len(sections)]} if number % 10 == 0 else {}
        started, begun = time.perf_counter(), time.thread_time()
        answer(parse(question), wanted, request)
        waited.append((time.perf_counter() - started) * 1_000)
        worked.append((time.thread_time() - begun) * 1_000)
    return waited[WARM:], worked[WARM:]


def questions() -> list[str]:
    """So many questions, the same each time in the same home."""
    from broadsheet.articles.models import Story

    dice, found = Random(7), []
    titles = list(Story.objects.readable().order_by("-pk").values_list("title", flat=True)[:5_000])
    for number in range(QUESTIONS + WARM):
        words = [word for word in re.findall(r"\w+", dice.choice(titles)) if len(word) > 3] or ["news"]
        first, second = dice.choice(words), dice.choice(words)
        kinds = [first, f"{first} {second}", f"{first} {second}", f'"{" ".join(words[:2])}"', f"{first[:5]}*"]
        kinds.append(first[:2] + first[3:])
        found.append(kinds[number % len(kinds)])
    return found


if __name__ == "__main__":
    main()
