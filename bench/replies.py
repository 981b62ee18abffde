"""How fast replies come in and are shown: `make bench-replies`; adds its table to bench/RESULTS.md.

Measured within one process by Django's test client, which goes through everything that a request does but the server's
socket: a reply that is posted at several depths, twenty writers at once, threads of 10,000 replies in three shapes, and
the desk's queue with 100,000 held replies. What a flood costs readers is measured on a served paper.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.machine import add_table, load, machine

WRITERS, EACH = 20, 10
THREAD, QUEUE = 10_000, 100_000
START = datetime(2026, 1, 1, tzinfo=UTC)
SHAPES: dict[str, Callable[[int], int | None]] = {
    "10,000 threads": lambda number: None,
    "all below one": lambda number: 0 if number else None,
    "a chain of 5,000": lambda number: number - 1 if 0 < number < 5_000 else None,
}


def main() -> None:
    """Measure in a home of its own, print the table and, last, the figures as one line of JSON."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as home:
        os.environ.update(BROADSHEET_HOME=home, BROADSHEET_URL="http://testserver", BROADSHEET_LOG_LEVEL="ERROR")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        figures, rows = measure()
    flood = flooded()
    figures["flood_slowdown"] = flood["flood_slowdown"]
    share = f"{flood['flooded']:,.0f} of {flood['calm']:,.0f} pages a second"
    sent = f"{flood['sent_per_s']:,.0f} replies a second, {flood['refused']:.0%} turned away at the edge"
    rows.append(("pages read during a flood", share, sent))
    report(rows)
    print(json.dumps(figures))


def flooded() -> dict[str, float]:
    """What a flood costs readers, measured by a process of its own on a served paper (`bench.flood`)."""
    done = subprocess.run([sys.executable, "-m", "bench.flood"], stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> tuple[dict[str, float], list[tuple[str, str, str]]]:
    """The figures by their keys, and the rows of the table."""
    from bench.fill import fill
    from broadsheet.articles.founding import found_paper
    from broadsheet.articles.models import Story

    fill(found_paper("The Bench", "http://testserver"), 30, years=0.1)
    stories = list(Story.objects.readable().order_by("pk")[:8])
    times, queries = posting(stories[0])
    kept, sent, failed = writing_at_once(stories[1])
    rows = [
        ("a reply is posted", f"median {times:.2f} ms", f"{queries} queries at most, at any depth from 0 to 40"),
        (
            f"{WRITERS} writers at once",
            f"{sent - kept} of {sent} replies lost",
            f"{failed} refused for a locked database",
        ),
    ]
    worst, size = 0.0, 0.0
    for (shape, parent), story in zip(SHAPES.items(), stories[2:], strict=False):
        fill_thread(story, THREAD, parent)
        ms, kb, asked, busy = thread(story)
        worst, size = max(worst, ms), max(size, kb)
        rows.append(
            (f"first page of 10,000 replies, {shape}", f"median {ms:.2f} ms", f"{kb:.1f} kB, {asked} queries, {busy}")
        )
    fill_thread(stories[6], QUEUE, lambda number: None, state="held")
    queue_ms = queue()
    rows.append(("the desk's queue with 100,000 held", f"median {queue_ms:.0f} ms", ""))
    figures = {
        "post_ms": round(times, 2),
        "post_queries": queries,
        "writers_lost": sent - kept,
        "thread_10k_ms": round(worst, 2),
        "thread_10k_kb": round(size, 1),
        "queue_100k_ms": round(queue_ms, 1),
    }
    return figures, rows


def send(client: Any, story_id: int, number: int, parent: int | None = None) -> Any:
    """A reader's form; each from a network of its own, as from a crowd and not from a flood."""
    form = {"name": f"Reader {number}", "email": f"reader{number}@example.org", "parent": parent or ""}
    form["text"] = f"What I think of this, number {number}: it had to be said once."
    address = f"9.{number // 250 % 250}.{number % 250}.7"
    return client.post(f"/replies/{story_id}/", form, REMOTE_ADDR=address)


def posting(story: Any, count: int = 80) -> tuple[float, int]:
    """Median milliseconds of a reply, and its queries at most, transactions' own words left out."""
    from django.test import Client

    from broadsheet.comments.models import Reply, State

    client, times, most, parent = Client(), [], 0, None
    for number in range(count):
        with counted() as asked:
            began = time.perf_counter()
            send(client, story.pk, number, parent if number % 2 else None)
            times.append(1_000 * (time.perf_counter() - began))
        most = max(most, len(asked))
        reply = Reply.objects.order_by("-pk").first()
        assert reply is not None
        reply.become(State.APPROVED)
        parent = reply.pk
    return statistics.median(times[5:]), most


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to the database inside; those that begin and end transactions are not among them."""
    from django.db import connection

    told: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            told.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield told


def writing_at_once(story: Any) -> tuple[int, int, int]:
    """(replies kept, replies sent, answers that failed) of `WRITERS` threads with connections of their own."""
    from django.db import connection
    from django.test import Client

    from broadsheet.comments.models import Reply

    def write(writer: int) -> int:
        client, failed = Client(raise_request_exception=False), 0
        for number in range(EACH):
            failed += send(client, story.pk, 1_000 + writer * EACH + number).status_code >= 500
        connection.close()
        return failed

    with ThreadPoolExecutor(WRITERS) as pool:
        failed = sum(pool.map(write, range(WRITERS)))
    return Reply.objects.filter(story=story).count(), WRITERS * EACH, failed


def fill_thread(story: Any, count: int, parent: Callable[[int], int | None], state: str = "approved") -> None:
    """Give `story` so many replies; `parent` says which earlier one each of them answers."""
    from broadsheet.comments import paths
    from broadsheet.comments.counting import mend
    from broadsheet.comments.models import Reply

    first = (Reply.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows: list[Reply] = []
    for number in range(count):
        place = parent(number)
        above = rows[place] if place is not None else None
        at = START + timedelta(seconds=number)
        path = paths.path(above.path if above else "", at)
        rows.append(
            Reply(
                pk=first + number,
                story=story,
                parent_id=above.pk if above else None,
                root_id=(above.root_id or above.pk) if above else None,
                depth=above.depth + 1 if above else 0,
                path=path,
                thread=path[: paths.COMPONENT],
                state=state,
                name=f"Reader {number}",
                email=f"reader{number % 5_000}@example.org",
                text="The council has known of this for years, and nothing was done about it. " * 4,
                posted_at=at,
                approved_at=at if state == "approved" else None,
                likes=number % 50,
                token=str(number),
            )
        )
    Reply.objects.bulk_create(rows, batch_size=2_000)
    mend()


def thread(story: Any) -> tuple[float, float, int, str]:
    """Median milliseconds of the first page of a thread, its size in kB, its queries, and processor time in words."""
    from django.test import Client

    client, address = Client(), f"/_f/replies/{story.pk}/"
    size = len(client.get(address).content) / 1_000
    with counted() as asked:
        client.get(address)
    ms = median(lambda: client.get(address))
    busy = median(lambda: client.get(address), clock=time.thread_time)
    return ms, size, len(asked), f"{busy:.2f} ms of processor time"


def queue() -> float:
    """Median milliseconds of the moderators' queue for somebody who may do everything."""
    from django.test import Client
    from django.urls import reverse

    from broadsheet.accounts.models import User

    client = Client()
    client.force_login(User.objects.create_superuser("chief@example.org", "a password of some length"))
    address = reverse("desk_replies")
    assert client.get(address).status_code == 200
    return median(lambda: client.get(address), 9)


def median(what: Callable[[], object], times: int = 15, clock: Callable[[], float] = time.perf_counter) -> float:
    """Median milliseconds of `what` by `clock`; neighbours on the machine disturb processor time less."""
    found = []
    for _ in range(times):
        began = clock()
        what()
        found.append(1_000 * (clock() - began))
    return statistics.median(found)


def report(rows: list[tuple[str, str, str]]) -> None:
    """Print the table and add it to bench/RESULTS.md."""
    table = "\n".join(["| what | figure | beside |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])
    print(table)
    add_table("Replies: `make bench-replies`", f"{machine()}, load {load()}.\n\n{table}")


if __name__ == "__main__":
    main()
