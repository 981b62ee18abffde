"""Wiring only: the RSGI application that Granian runs: the edge, and behind it everything of `broadsheet.asgi`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from broadsheet import env
from broadsheet.asgi import application as everything
from broadsheet.asgi import health
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.counting import Counting
from broadsheet.edge.fingerprint import fingerprint, store_folder
from broadsheet.edge.flights import Flights
from broadsheet.edge.generations import Generations, Source
from broadsheet.edge.hosts import named
from broadsheet.edge.pieces import Pieces
from broadsheet.edge.readings import Readings
from broadsheet.edge.rendering import Renderer
from broadsheet.edge.rsgi import Entrance
from broadsheet.edge.serving import Edge
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.sqlite_generations import SQLiteGenerations
from broadsheet.edge.stats import Stats
from broadsheet.edge.store import LMDBStore
from broadsheet.front.proof import after as proofs
from broadsheet.related.audience import keep

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
    if connection.vendor == "postgresql":
        from broadsheet.edge.postgres_generations import PostgresGenerations

        return PostgresGenerations(connection.get_connection_params())
    return SQLiteGenerations(connection.settings_dict["NAME"])


@lru_cache(maxsize=1)
def kind_of_paper() -> str:
    """What all pages of this paper depend on besides their tags: see `broadsheet.edge.fingerprint`."""
    shown = {name: repr(one.value) for name, one in env.read().items() if name not in UNSEEN}
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return fingerprint(Path(__file__).parent, manifest, {**shown, "key": settings.SECRET_KEY})


def make_edge() -> Edge:
    """The edge of this process, with the folder that all processes of the paper share."""
    folder = settings.EDGE_FOLDER
    with suppress(OSError):  # without a folder nothing outlives this process, and pages are served all the same
        folder.mkdir(parents=True, exist_ok=True)
    known = Generations(generations())
    return Edge(
        Renderer(Pieces(known, PIECES_BYTES)),
        known,
        LMDBStore(store_folder(folder, kind_of_paper()), settings.EDGE_STORE_BYTES),
        Shelf(settings.EDGE_SHELF_BYTES),
        Flights(folder / "flights"),
        ThreadPoolExecutor(THREADS, "press"),
        Stats(),
    )


def make_application() -> Entrance:
    """The application for one process. Call it in that process: files and threads are not shared by forks."""
    edge = make_edge()
    health.keeps_pages = True
    proofs.begin()
    counting = Counting(edge, settings.EDGE_FOLDER / "counts")
    readings = Readings(keep, edge.threads) if settings.MOST_READ != "off" else None
    return Entrance(edge, Bridge(everything), urlsplit(settings.PUBLIC_URL).scheme, named, counting, readings)
