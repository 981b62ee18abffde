"""The origin as the edge sees it: asked for an address on everybody's behalf, it answers. Knows no Django."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from broadsheet.edge import keys
from broadsheet.edge.pressing import Pressing


@dataclass(frozen=True)
class Address:
    """What a page is asked by; all that the origin gets to know of a request, so that no page can differ by more."""

    scheme: str
    host: str
    path: str
    """Percent-encoded, as `keys.spelt` spells it."""
    query: str

    @property
    def key(self) -> str:
        """The name under which what stands there is kept."""
        return keys.key(self.host, self.path, self.query)


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
