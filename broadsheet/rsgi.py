"""Wiring only: the RSGI application that Granian runs: the edge, and behind it everything of `broadsheet.asgi`.

Importing it loads none of Django's apps: `behind` does, in a thread if need be, while kept pages are already sent.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from broadsheet import env
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.counting import Counting
from broadsheet.edge.fingerprint import fingerprint, store_folder
from broadsheet.edge.flights import Flights
from broadsheet.edge.generations import Generations, Source
from broadsheet.edge.hosts import named
from broadsheet.edge.later import Behind, Later
from broadsheet.edge.origin import Origin
from broadsheet.edge.pieces import Pieces
from broadsheet.edge.readings import Readings
from broadsheet.edge.rsgi import Entrance
from broadsheet.edge.serving import Edge
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.sqlite_generations import SQLiteGenerations
from broadsheet.edge.stats import Stats
from broadsheet.edge.store import LMDBStore
from broadsheet.outside import around

UNSEEN = frozenset(
    f"BROADSHEET_{name}"
    for name in ("HOST", "PORT", "WEB_WORKERS", "LOG_LEVEL", "EDGE_STORE_MB", "EDGE_SHELF_MB", "METRICS_TOKEN")
)
"""Variables that no page shows; every other one counts, so that a new one does too."""
THREADS = 4
"""Pages that one process presses at a time. They share its core; more would only wait for each other."""

PIECES_BYTES = 16 << 20
"""Room for pieces in the memory of one process: the teasers and feed entries of some two thousand stories."""


def generations() -> Source:
    """Where this paper's generations are kept."""
    database = settings.DATABASES["default"]
    if "postgres" in database["ENGINE"]:
        from django.db import connection

        from broadsheet.edge.postgres_generations import PostgresGenerations

        return PostgresGenerations(connection.get_connection_params())
    return SQLiteGenerations(database["NAME"])


@lru_cache(maxsize=1)
def kind_of_paper() -> str:
    """What all pages of this paper depend on besides their tags: see `broadsheet.edge.fingerprint`."""
    shown = {name: repr(one.value) for name, one in env.read().items() if name not in UNSEEN}
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return fingerprint(Path(__file__).parent, manifest, {**shown, "key": settings.SECRET_KEY})


def make_edge(press: Origin | None = None) -> Edge:
    """The edge of this process, with the folder that all processes of the paper share; `press`: else Django, loaded."""
    folder = settings.EDGE_FOLDER
    with suppress(OSError):  # without a folder nothing outlives this process, and pages are served all the same
        folder.mkdir(parents=True, exist_ok=True)
    known = Generations(generations())
    return Edge(
        press or behind(known).press,
        known,
        LMDBStore(store_folder(folder, kind_of_paper()), settings.EDGE_STORE_BYTES),
        Shelf(settings.EDGE_SHELF_BYTES),
        Flights(folder / "flights"),
        ThreadPoolExecutor(THREADS, "press"),
        Stats(),
    )


def behind(known: Generations) -> Behind:
    """What Django does for the edge of this process. Takes seconds where nobody has loaded it before."""
    from broadsheet.asgi import health, inside
    from broadsheet.edge.rendering import Renderer
    from broadsheet.front.proof import after as proofs
    from broadsheet.related.audience import keep

    health.keeps_pages = True
    proofs.begin()
    return Behind(Renderer(Pieces(known, PIECES_BYTES)), inside, keep)


def make_application(load: Callable[[], None], loaded: Callable[[], None]) -> Entrance:
    """The application for one process, at once. Call it in that process: files and threads are not shared by forks.

    `load` and `loaded` are called in a thread, before and after Django is made ready for this process.
    """
    later = Later()
    edge = make_edge(later.press)

    def make() -> Behind:
        load()
        made = behind(edge.generations)
        loaded()
        return made

    counting = Counting(edge, settings.EDGE_FOLDER / "counts")
    readings = Readings(later.keep, edge.threads) if settings.MOST_READ != "off" else None
    scheme = urlsplit(settings.PUBLIC_URL).scheme
    entrance = Entrance(edge, Bridge(around(later.answer)), scheme, named, counting, readings)
    later.begin(make)
    return entrance
