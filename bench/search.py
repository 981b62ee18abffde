"""Search: how long readers wait for an answer: `python -m bench.search`, in the home of BROADSHEET_HOME.

Questions are made of headlines of the paper: a word, two, a phrase, a beginning, a word misspelt, a section. What is
timed is all that the page of results holds, without the page around it. The last line printed is one JSON object.
"""

from __future__ import annotations

import json
import re
import time
from random import Random
from statistics import median, quantiles

QUESTIONS = 300
WARM = 20


def main() -> None:
    """Ask, and tell."""
    import django

    django.setup()
    from django.test import RequestFactory

    from broadsheet.articles.models import Section
    from broadsheet.front.finding.questions import parse
    from broadsheet.front.search import answer

    sections, times = list(Section.objects.live()), []
    request = RequestFactory().get("/search/")
    for number, question in enumerate(questions()):
        wanted = {"section": sections[number % len(sections)]} if number % 10 == 0 else {}
        started = time.perf_counter()
        answer(parse(question), wanted, request)
        times.append((time.perf_counter() - started) * 1_000)
    times = times[WARM:]
    print(
        json.dumps({"search_p50_ms": round(median(times), 1), "search_p99_ms": round(quantiles(times, n=100)[98], 1)})
    )


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
