"""The readers of a trial: they ask for everything, look whether each answer is whole, and remember what it showed."""

from __future__ import annotations

import gzip
import http.client
import random
import threading
import time
from dataclasses import dataclass, field

from bench.trials.editor import SECTIONS, STORIES
from bench.trials.ledger import TOKEN, Seen

LISTS = {f"/{section}/": section for section in SECTIONS}
URLS = [
    "/", "/feed.xml", "/feed.json", "/news-sitemap.xml", "/_f/more-news/", *LISTS,
    *(f"/{section}/feed.xml" for section in SECTIONS),
    *(f"/{section}/trial-{number}/" for section in SECTIONS for number in range(STORIES)),
]  # fmt: skip
ENDS = {"text/html": (b"</html>", b">"), "application/rss+xml": (b"</rss>",), "application/xml": (b">",)}


@dataclass
class Notes:
    """What readers saw; `refused` are connections that were not answered or broke off."""

    seen: list[Seen] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)
    refused: int = 0
    unmodified: int = 0


class Readers:
    """So many threads that read at random, each with a pause between two answers."""

    def __init__(self, port: int, count: int = 4, pause: float = 0.02) -> None:
        self.port = port
        self.pause = pause
        self.notes = Notes()
        self.over = threading.Event()
        self.threads = [
            threading.Thread(target=self._read, args=(random.Random(n),), daemon=True) for n in range(count)
        ]
        for thread in self.threads:
            thread.start()

    def take(self) -> Notes:
        """What was seen since this was asked last."""
        found, self.notes = self.notes, Notes()
        time.sleep(0.01)  # an answer that a thread is just writing down
        return found

    def stop(self) -> None:
        """Ends the threads."""
        self.over.set()
        for thread in self.threads:
            thread.join(30)

    def _read(self, chance: random.Random) -> None:
        connection: http.client.HTTPConnection | None = None
        held: dict[str, tuple[str, frozenset[tuple[int, int]]]] = {}
        while not self.over.is_set():
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                self._ask(connection, chance, held)
            except (OSError, http.client.HTTPException):
                self.notes.refused += 1
                connection.close()
                connection = None
                time.sleep(0.02)
            time.sleep(self.pause)
        if connection:
            connection.close()

    def _ask(
        self, connection: http.client.HTTPConnection, chance: random.Random,
        held: dict[str, tuple[str, frozenset[tuple[int, int]]]],
    ) -> None:  # fmt: skip
        url = chance.choice(URLS)
        headers = {"Accept-Encoding": chance.choice(("gzip", "identity"))}
        if url in held and chance.random() < 0.3:
            headers["If-None-Match"] = held[url][0]
        begun = time.monotonic()
        connection.request("GET", url, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        ended = time.monotonic()
        if answer.status == 304:
            self.notes.unmodified += 1
            tokens, status = held[url][1], 200
        else:
            status = answer.status
            tokens = self._look(url, answer, body)
        if status >= 500:
            self.notes.errors.append((begun, f"{status} {url}: {body[:80]!r}"))
            return
        etag = answer.headers.get("ETag")
        if status == 200 and etag:
            held[url] = (etag, tokens)
        generation = answer.headers.get("Broadsheet-Generation", "")
        how = answer.headers.get("Cache-Status", "")
        self.notes.seen.append(Seen(url, begun, ended, status, tokens, generation, how))

    def _look(self, url: str, answer: http.client.HTTPResponse, body: bytes) -> frozenset[tuple[int, int]]:
        """The headlines on the page; notes an answer that is not whole."""
        said = answer.headers.get("Content-Length")
        if said is not None and int(said) != len(body):
            self.notes.torn.append(f"{url}: {len(body)} bytes of {said}")
        if answer.headers.get("Content-Encoding") == "gzip":
            try:
                body = gzip.decompress(body)
            except (OSError, EOFError) as error:
                self.notes.torn.append(f"{url}: {error}")
                return frozenset()
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        ends = ENDS.get(kind)
        if answer.status == 200 and ends and not body.rstrip().endswith(ends):
            self.notes.torn.append(f"{url}: ends in {body[-30:]!r}")
        return frozenset((int(story), int(edit)) for story, edit in TOKEN.findall(body))
