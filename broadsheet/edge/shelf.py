"""Pages that are ready to be sent, in the memory of one process, least lately sent first out. Knows no Django.

There is nothing to keep in step between processes: a page is checked against the generations each time it is sent.
"""

from __future__ import annotations

from collections import OrderedDict

from broadsheet.edge.pages import Page


class Shelf:
    """At most `bound` bytes of pages by key."""

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.size = 0
        self.evicted = 0

    def get(self, key: str) -> Page | None:
        """The page under `key`, which has thereby been used."""
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    def put(self, key: str, page: Page) -> None:
        """Keeps `page` under `key`; what was not used for longest goes until all fits."""
        self.drop(key)
        self.pages[key] = page
        self.size += page.size
        while self.size > self.bound and len(self.pages) > 1:
            _, gone = self.pages.popitem(last=False)
            self.size -= gone.size
            self.evicted += 1

    def drop(self, key: str) -> None:
        """Forgets what is under `key`, if anything is."""
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size

    def clear(self) -> None:
        """Forgets everything."""
        self.pages.clear()
        self.size = 0

    def grow(self, key: str, page: Page, by: int) -> None:
        """Notes that `page` takes `by` more bytes than when it was put."""
        if self.pages.get(key) is page:
            page.size += by
            self.size += by
