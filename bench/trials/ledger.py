"""What the newsroom did and when, and whether what a reader got may have been so.

An edit begins, and later it is committed; both moments are on the machine's monotonic clock, which all processes share.
Whoever asks after the commit must see the edit. Whoever asks between the two may see either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

TOKEN = re.compile(rb"Trial (\d+) edit (\d+) ends")
"""What the headline of a story says: which story it is, and its how-many-eth edit."""


@dataclass(frozen=True)
class State:
    """A story as readers see it: its section, or '' while it is not public, and its edit."""

    section: str
    edit: int


@dataclass
class Edit:
    """From `begun` on the state may be so; from `committed` on it is. None: nobody knows yet."""

    state: State
    begun: float
    committed: float | None = None


@dataclass(frozen=True)
class Seen:
    """One answer: asked for at `begun`, there at `ended`; the headlines that it shows."""

    url: str
    begun: float
    ended: float
    status: int
    tokens: frozenset[tuple[int, int]]
    generation: str = ""
    process: str = ""


@dataclass
class Ledger:
    """The history of each story."""

    stories: dict[int, list[Edit]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def begin(self, story: int, state: State, at: float) -> None:
        """Notes that from `at` on `story` may be in `state`."""
        with self.lock:
            self.stories.setdefault(story, []).append(Edit(state, at))

    def commit(self, story: int, state: State, at: float) -> None:
        """Notes that since `at` `story` is in `state`: the edit that was begun, or what the database says."""
        with self.lock:
            history = self.stories.setdefault(story, [])
            if history and history[-1].state == state and history[-1].committed is None:
                history[-1].committed = at
            else:
                history.append(Edit(state, at, at))

    def forget(self, before: float) -> None:
        """Drops what no answer asked for after `before` may show."""
        with self.lock:
            for story, history in self.stories.items():
                sure = [i for i, edit in enumerate(history) if edit.committed and edit.committed <= before]
                self.stories[story] = history[sure[-1] if sure else 0 :]

    def possible(self, story: int, begun: float, ended: float) -> list[State]:
        """The states in which an answer asked for at `begun` and there at `ended` may show `story`."""
        history = self.stories.get(story, [])
        sure = max((i for i, edit in enumerate(history) if edit.committed and edit.committed <= begun), default=-1)
        states = [edit.state for edit in history[max(sure, 0) :] if edit.begun <= ended]
        return states if sure >= 0 else [State("", 0), *states]

    def faults(self, seen: Seen, lists: str | None = None, at_once: bool = True) -> Iterator[str]:
        """What `seen` shows that was not so; `lists` is the section that its page lists, all of it.

        A page that somebody in front of us puts together is not of one moment: its parts are asked for one by one.
        """
        shown = dict(seen.tokens)
        if at_once and len(shown) != len(seen.tokens):
            yield f"{seen.url}: shows two editions of one story: {sorted(seen.tokens)}"
        for story, edit in seen.tokens:
            states = self.possible(story, seen.begun, seen.ended)
            if not any(state.section and state.edit == edit for state in states):
                yield f"{seen.url}: shows edit {edit} of story {story}, which was {states}"
        if lists is not None and seen.status == 200:
            yield from self._missing(seen, lists, shown)
        if (path := re.fullmatch(r"/(\w+)/trial-(\d+)/", seen.url)) is not None:
            yield from self._status(seen, path[1], int(path[2]))

    def _missing(self, seen: Seen, section: str, shown: dict[int, int]) -> Iterator[str]:
        for story in self.stories:
            states = self.possible(story, seen.begun, seen.ended)
            if story not in shown and all(state.section == section for state in states):
                yield f"{seen.url}: lacks story {story}, which was {states}"

    def _status(self, seen: Seen, section: str, story: int) -> Iterator[str]:
        """200 where the story is, 301 where it was and is elsewhere, 404 or 410 where it is nowhere."""
        allowed: set[int] = set()
        for state in self.possible(story, seen.begun, seen.ended):
            allowed |= {200} if state.section == section else {301, 404, 410} if state.section else {404, 410, 301}
        if seen.status < 500 and seen.status not in allowed:
            states = self.possible(story, seen.begun, seen.ended)
            yield f"{seen.url}: answers {seen.status}, and the story was {states}"
