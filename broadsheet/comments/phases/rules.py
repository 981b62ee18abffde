"""The pipeline as the publisher has set it: which phases, in which order, with which options.

Stored with the paper's settings for replies as a list of {"phase", "on", "options"}. A phase that the list lacks (a
newer version brought it) is added where it stands by default, with its defaults; one that it alone has is passed
over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json import dumps, loads
from typing import Any

from broadsheet.comments.models import RepliesSettings
from broadsheet.comments.phases.akismet import Akismet
from broadsheet.comments.phases.banned import Banned
from broadsheet.comments.phases.closed import Closed
from broadsheet.comments.phases.content import HeldWords, Links, Manner, RefusedWords
from broadsheet.comments.phases.flood import Flood
from broadsheet.comments.phases.length import Length
from broadsheet.comments.phases.options import Optioned
from broadsheet.comments.phases.people import Everything, KnownGood, Newcomer, Newsroom
from broadsheet.comments.phases.proof import Proof
from broadsheet.comments.phases.repeat import Repeat
from broadsheet.comments.phases.sieve import Sieve
from broadsheet.comments.phases.trap import Honeypot, TimeTrap
from broadsheet.comments.phases.verdict import Phase

ALL: tuple[type[Optioned], ...] = (
    Honeypot,
    Closed,
    Length,
    Newsroom,
    TimeTrap,
    Proof,
    Manner,
    RefusedWords,
    Banned,
    Flood,
    Repeat,
    HeldWords,
    KnownGood,
    Links,
    Akismet,
    Sieve,
    Newcomer,
    Everything,
)
"""Every phase, in the order that holds until somebody sets another: what asks the database stands late."""
KINDS = {kind.name: kind for kind in ALL}


@dataclass(frozen=True)
class Rule:
    """One phase as it is set: of which kind, whether it is on, and the phase itself with its options."""

    kind: type[Optioned]
    on: bool
    phase: Phase

    @property
    def options(self) -> dict[str, Any]:
        """The options of the phase, as they are stored."""
        return {name: getattr(self.phase, name) for name in self.kind.form_fields()}

    @property
    def works(self) -> bool:
        """Whether the phase is part of the pipeline; some always are."""
        return self.on or self.kind.always


def rules_of(stored: Sequence[Mapping[str, Any]]) -> list[Rule]:
    """All phases in their order, those that are off included."""
    known = {str(one.get("phase")): one for one in stored if one.get("phase") in KINDS}
    order = list(known)
    for place, kind in enumerate(ALL):
        if kind.name not in known:
            order.insert(_after(order, [one.name for one in ALL[:place]]), kind.name)
    return [_rule(KINDS[name], known.get(name, {})) for name in order]


def _after(order: Sequence[str], before: Iterable[str]) -> int:
    """Behind the last of those that come before by default."""
    return max((order.index(name) + 1 for name in before if name in order), default=0)


def _rule(kind: type[Optioned], stored: Mapping[str, Any]) -> Rule:
    options = stored.get("options")
    return Rule(kind, bool(stored.get("on", kind.on)), kind.with_options(options if isinstance(options, dict) else {}))


def phases_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Phase, ...]:
    """The phases that are on, in their order."""
    return _phases(dumps(stored))


def asks_proof(settings: RepliesSettings) -> Proof | None:
    """The phase that asks browsers to work, with its options; None while it is off."""
    return next((phase for phase in phases_of(settings.phases) if isinstance(phase, Proof)), None)


@lru_cache(maxsize=8)
def _phases(stored: str) -> tuple[Phase, ...]:
    return tuple(rule.phase for rule in rules_of(loads(stored)) if rule.works)


def stored(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """What is kept of `rules`."""
    return [{"phase": rule.kind.name, "on": rule.on, "options": rule.options} for rule in rules]
