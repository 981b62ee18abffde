"""The origin as the edge sees it: asked for an address on everybody's behalf, it answers. Knows no Django."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from broadsheet.edge.pressing import Pressing


@dataclass(frozen=True)
class Address:
    """What a page is asked by; all that the origin gets to know of a request, so that no page can differ by more."""

    scheme: str
    host: str
    path: str
    """As it stands in the request, percent-encoded."""
    query: str


@dataclass(frozen=True)
class Answer:
    """A whole answer, and what its rendering said of it."""

    status: int
    headers: list[tuple[str, str]]
    """Names in lower case."""
    body: bytes
    pressing: Pressing = field(default_factory=Pressing)

    @property
    def failed(self) -> bool:
        """Whether the origin could not do what it was asked."""
        return self.status >= 500


Origin = Callable[[Address], Answer]
"""Called in a thread of its own; must not raise."""
