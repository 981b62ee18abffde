"""What cached pages take, in the memory of a web process and on disk, and whether the bounds are kept.

Pressing ten thousand stories would take minutes, so the store is given copies of one story page under the addresses of
others; the edge puts each together when it is asked for, as it does after a restart.
"""

from __future__ import annotations

import http.client
from dataclasses import replace
from typing import Any

from bench.edge.hits import GZIP, SERVER_CORE, fetch, story_paths
from bench.edge.process import memory_bytes
from bench.edge.server import Server
from broadsheet.edge import parts
from broadsheet.edge.store import LMDBStore

PAGES = 10_000
ROOMY = (1024, 1024)
TIGHT = (16, 64)
"""Megabytes of shelf and store: room for all pages, and for a few of them."""


def measure(size: int, port: int, pages: int = PAGES) -> dict[str, Any]:
    """Bytes of memory and of disk with room for all pages, and with little room, each beside what it began with."""
    return {"roomy": _with_room(size, port, pages, *ROOMY), "tight": _with_room(size, port, pages, *TIGHT)}


def _with_room(size: int, port: int, pages: int, shelf: int, store: int) -> dict[str, int]:
    with Server(
        size, port, core=SERVER_CORE, BROADSHEET_EDGE_SHELF_MB=str(shelf), BROADSHEET_EDGE_STORE_MB=str(store)
    ) as server:
        paths = story_paths(server, pages)
        fetch(server.url + paths[0])
        before = memory_bytes(server.web())
        folder = next((server.home / "edge").glob("store*/data.mdb")).parent
        kept = LMDBStore(folder, store << 20)
        _copy(kept, paths)
        _ask_all(port, paths)
        count, stored = kept.sizes()
        kept.close()
        grown = memory_bytes(server.web()) - before
        disk = sum(file.stat().st_blocks * 512 for file in folder.iterdir())
    return {"asked": len(paths), "memory": grown, "before": before, "stored": count, "bytes": stored, "disk": disk}


def _copy(store: LMDBStore, paths: list[str]) -> None:
    """Copies of the first page under all other addresses, each with a tag of its own."""
    key = next(key for key in store.keys() if key.endswith(paths[0]))  # noqa: SIM118 - no mapping
    found = store.get(key)
    assert found is not None
    pattern, host = parts.decode(found), key.removesuffix(paths[0])
    for number, path in enumerate(paths[1:]):
        tags = tuple(f"story:{10**7 + number}" if tag.startswith("story:") else tag for tag in pattern.tags)
        store.put(f"{host}{path}", parts.encode(replace(pattern, tags=tags)), pattern.number)


def _ask_all(port: int, paths: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in paths:
        connection.request("GET", path, headers=GZIP)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
    connection.close()
