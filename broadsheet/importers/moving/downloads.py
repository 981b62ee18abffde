"""Pictures of a paper that moves in, fetched from where they are: several at a time, politely, each asked for once.

Threads fetch and nothing else; the database is written by the caller's thread alone. Of a picture that is here the
ledger keeps the server's mark (in `read`), so that another run asks only whether it has changed.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.fetching import PICTURE, CannotFetchError, Fetched, fetch
from broadsheet.importers.models import Move, Moved
from broadsheet.importers.moving.ledger import PORTION, portions, rows_of
from broadsheet.importers.moving.pictures import Upload, fingerprint, keep
from broadsheet.media.errors import UnfitPictureError
from broadsheet.media.models import Image
from broadsheet.media.originals import LARGEST, read_original

THREADS = 8
AT_A_HOST = 4
"""Requests that one host gets at the same time."""
WAITS = (1.0, 4.0, 10.0)
"""Seconds before a picture is asked for again where the server was busy or gone."""
LONGEST_WAIT = 60.0
AGAIN = {0, 408, 425, 429, 500, 502, 503, 504}
CHANGED = "has changed at the source since: the one that is here was kept"
LONGEST_MARK = 32


@dataclass(frozen=True)
class Manners:
    """How hosts are asked. `pause` waits so many seconds."""

    allow_private: bool = False
    pause: Callable[[float], None] = time.sleep


def fetch_in(
    move: Move, uploads: Iterable[Upload], manners: Manners, said: Callable[[int], None] = lambda done: None
) -> int:
    """Fetch the pictures that are not here; how many came. One that cannot be had is noted with the reason."""
    doors = _Doors(manners)
    count = done = 0
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pictures")
    try:
        for portion in portions(uploads, PORTION):
            for row, upload, answer in _answers(pool, doors, _wanted(move, portion)):
                count += _take(row, upload, answer)
                done += 1
                said(done)
    finally:
        pool.shutdown(cancel_futures=True)
    return count


def _wanted(move: Move, uploads: list[Upload]) -> Iterator[tuple[Moved, Upload]]:
    """Those that are not here, and those that are and may have changed."""
    known = rows_of(move, [("picture", upload.key) for upload in uploads])
    here = set(Image.objects.filter(pk__in=[row.target for row in known.values() if row.target]).values_list("pk"))
    for upload in uploads:
        row = known.get(("picture", upload.key)) or Moved(move=move, kind="picture", key=upload.key)
        if (row.target,) not in here:
            row.target, row.read = None, ""
        if row.target is None or row.read:
            yield row, upload


class _Doors:
    """One for each host, through which only so many pass at a time."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._doors: dict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(AT_A_HOST))
        self._lock = threading.Lock()

    def ask(self, url: str, unless: str) -> Fetched | str:
        """What is at `url`, or why it cannot be had. Asks again where a server is busy, after a pause."""
        with self._lock:
            door = self._doors[_host(url)]
        with door:
            for pause in (*WAITS, None):
                try:
                    allowed = self._manners.allow_private
                    return fetch(url, largest=LARGEST, accept=PICTURE, allow_private=allowed, unless=unless)
                except CannotFetchError as error:
                    if pause is None or error.status not in AGAIN:
                        return _reason(error)
                    self._manners.pause(_pause(error.after, pause))
                except CannotImportError as error:
                    private = "private network" in str(error)
                    return (
                        "is within a private network: --allow-private fetches it"
                        if private
                        else "cannot be fetched: no such host"
                    )
        raise AssertionError("the last round returns")


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _reason(error: CannotFetchError) -> str:
    if error.too_large:
        return f"is larger than {LARGEST >> 20} MB"
    return f"answered {error.status}" if error.status else "the server does not answer"


def _pause(after: str, otherwise: float) -> float:
    """Seconds to wait: what the server asks for, within reason."""
    return min(float(after), LONGEST_WAIT) if after.isdecimal() else otherwise


def _answers(
    pool: ThreadPoolExecutor, doors: _Doors, wanted: Iterator[tuple[Moved, Upload]]
) -> Iterator[tuple[Moved, Upload, Fetched | str]]:
    """What came of each, as it comes; only a few are in memory at a time."""
    under_way: dict[Future[Fetched | str], tuple[Moved, Upload]] = {}
    for row, upload in wanted:
        under_way[pool.submit(doors.ask, upload.url, row.read)] = (row, upload)
        while len(under_way) >= 2 * THREADS:
            yield from _finished(under_way)
    while under_way:
        yield from _finished(under_way)


def _finished(
    under_way: dict[Future[Fetched | str], tuple[Moved, Upload]],
) -> Iterator[tuple[Moved, Upload, Fetched | str]]:
    done, _ = wait(under_way, return_when=FIRST_COMPLETED)
    for future in done:
        row, upload = under_way.pop(future)
        yield row, upload, future.result()


def _take(row: Moved, upload: Upload, answer: Fetched | str) -> bool:
    """Whether a new picture came; how it went is written down."""
    if row.target is not None:
        if isinstance(answer, Fetched) and not answer.unchanged and _differs(row, answer.data):
            row.notes = [f"{upload.url}: {CHANGED}"]
            row.save(update_fields=["notes"])
        return False
    try:
        if isinstance(answer, str):
            raise CannotImportError(answer)
        if answer.kind in ("text/html", "application/xhtml+xml"):
            raise CannotImportError("answers a web page (HTML), no picture")
        with transaction.atomic():
            row.target, row.written, row.notes = *keep(upload, answer.data), []
            row.read = answer.mark if len(answer.mark) <= LONGEST_MARK else ""
            row.save()
    except (CannotImportError, UnfitPictureError) as error:
        row.target, row.notes = None, [f"{upload.url}: {error}"]
        row.save()
        return False
    return True


def _differs(row: Moved, data: bytes) -> bool:
    try:
        return fingerprint(read_original(data).data) != row.written
    except UnfitPictureError:
        return True
