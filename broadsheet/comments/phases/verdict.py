"""What a phase finds, and what all of them together come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from broadsheet.comments.phases.draft import Draft


class Word(StrEnum):
    """What is done with a reply."""

    PASS = "pass"  # noqa: S105
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Finding:
    """What one phase says: a word, a code for machines and lists, and the reason in words.

    `told`: the reader is given the reason; otherwise only that the reply was held or refused, so that a spammer learns
    nothing. `final`: a pass that ends the pipeline, as for somebody of the newsroom.
    """

    word: Word
    code: str
    reason: str
    told: bool = False
    final: bool = False


class Phase(Protocol):
    """One step of the pipeline; `name` stands in the trace and in the desk."""

    name: str

    def __call__(self, draft: Draft) -> Finding | None:
        """What the phase finds in `draft`; None for nothing."""
        ...


@dataclass(frozen=True)
class Verdict:
    """What becomes of a draft, which phase decided it and why; `trace` has what every phase found, in order."""

    word: Word
    phase: str = ""
    code: str = ""
    reason: str = ""
    told: bool = False
    trace: list[dict[str, Any]] = field(default_factory=list)
