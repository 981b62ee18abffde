"""A reply whose writer was told that it is kept is kept, whenever the paper is killed after that."""

from __future__ import annotations

import http.client
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from bench.trials.serving import Paper
from tests.exactly.test_faults import free_port

ROUNDS, WRITERS = 2, 4
TAKEN = (200, 303)
"""What a reply that is kept is answered with: it waits, or it is public."""


class Readers:
    """Threads that send replies, each from a network of its own, and note which were answered as kept."""

    def __init__(self, port: int, story: int) -> None:
        self.port, self.story = port, story
        self.numbers = count(1)
        self.taken: list[str] = []
        self.sent: list[str] = []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self._write, daemon=True) for _ in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in self.threads)

    def _write(self) -> None:
        while not self.stopped.is_set():
            words = f"Opinion {next(self.numbers)} of somebody who was there."
            self.sent.append(words)
            if self.send(words) in TAKEN:
                self.taken.append(words)
            self.stopped.wait(0.05)

    def send(self, words: str) -> int:
        """The status; 0 where there was no whole answer."""
        number = int(words.split()[1])
        form = {"name": f"Reader {number}", "email": f"reader{number}@example.org", "text": words}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"9.{number // 250}.{number % 250}.7",
        }
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asked.request("POST", f"/replies/{self.story}/", urlencode(form), headers)
            answer = asked.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            asked.close()


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    found = Paper(tmp_path_factory.mktemp("replies") / "paper", free_port())
    found.init()
    found.serve()
    try:
        found.wait()
        found.edit(1, 0.05)
        found.stop_editing()
        yield found
    finally:
        found.stop()


def rows(home: Path, query: str) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(home / "broadsheet.sqlite3", timeout=30)) as database:
        return database.execute(query).fetchall()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the paper that is killed has a home with SQLite anyway")
def test_what_was_accepted_survives_the_death_of_all_processes_at_any_later_instant(paper: Paper) -> None:
    chance = random.Random(7)
    ((_, story),) = rows(paper.home, "SELECT slug, id FROM wagtailcore_page WHERE slug LIKE 'trial-%' AND live LIMIT 1")
    for _ in range(ROUNDS):
        readers = Readers(paper.port, story)
        time.sleep(chance.uniform(0.5, 1.5))
        paper.kill("tree")
        readers.stop()
        paper.serve()
        paper.wait()
        kept = dict(rows(paper.home, "SELECT text, COUNT(*) FROM broadsheet_comments_reply GROUP BY text"))
        assert readers.taken, "none was accepted, so that nothing was tried"
        assert not [words for words in readers.taken if words not in kept]
        unsure = [words for words in readers.sent if words not in readers.taken][:3]
        assert all(readers.send(words) in (*TAKEN, 429) for words in unsure)
        kept = dict(rows(paper.home, "SELECT text, COUNT(*) FROM broadsheet_comments_reply GROUP BY text"))
        assert set(kept.values()) == {1}
        ((_, held),) = rows(paper.home, f"SELECT '', held FROM broadsheet_comments_replycount WHERE story_id = {story}")
        assert held == len(kept)
        paper.home.joinpath("serve.log").write_text("")
