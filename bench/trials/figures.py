"""What a trial came to: what its readers saw, compared with what the ledger knows, and the chapter that tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.machine import add_table, machine
from bench.trials.ledger import Ledger
from bench.trials.readers import LISTS, Notes


@dataclass
class Figures:
    """Counts, and in words whatever happened that must not."""

    reads: int = 0
    unmodified: int = 0
    commits: int = 0
    stale: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether anything happened that must not."""
        return bool(self.stale or self.torn or self.errors)

    def add(self, notes: Notes, ledger: Ledger, kind: str = "") -> None:
        """Counts what readers saw while `kind` was tried; which of their errors count is for the trial to say."""
        self.reads += len(notes.seen)
        self.unmodified += notes.unmodified
        self.torn += notes.torn
        for seen in notes.seen:
            faults = ledger.faults(seen, LISTS.get(seen.url))
            self.stale += [f"{kind} {fault} ({seen.process}, generation {seen.generation})" for fault in faults]

    def counts(self) -> dict[str, object]:
        """The counts, as JSON wants them."""
        return {
            "reads": self.reads, "not_modified": self.unmodified, "commits": self.commits,
            "stale_responses": len(self.stale), "torn": len(self.torn), "errors": len(self.errors),
        }  # fmt: skip

    def tell(self) -> None:
        """Prints what happened that must not, the first of each kind."""
        for name in ("stale", "torn", "errors"):
            for line in getattr(self, name)[:20]:
                print(f"{name}: {line}")


def write(title: str, command: str, told: Mapping[str, object], more: str = "") -> None:
    """Adds the chapter `title` to the results."""
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value} |" for name, value in told.items())
    add_table(title, f"{machine()}, `{command}`\n\n| what | |\n|---|---:|\n{rows}\n{more}".rstrip())
