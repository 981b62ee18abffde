"""What each phase finds in public sets of spam and of honest comments: `python -m bench.spam [--write]`.

Three videos' comments (1,138), what one blog's spammers left (30) and another blog's approved comments (119), below
`BROADSHEET_CORPORA/comments`. The sieve never judges what it has learnt from: it learns from all groups but one and
judges that one; and, as in a newsroom, it goes through the comments of each source in order, judging each before it
learns from it. `--write` puts the table into docs/moderators.md; the last line printed is one JSON object of all
figures.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

DOCS = Path(__file__).parents[1] / "docs" / "moderators.md"
MARKS = "<!-- bench.spam begins -->\n", "<!-- bench.spam ends -->\n"


@dataclass(frozen=True)
class Comment:
    """A comment, where it stood, and whether people called it spam."""

    source: str
    group: str
    author: str
    text: str
    spam: bool


Finds = Callable[[Comment], bool]


def comments(corpora: Path) -> list[Comment]:
    """All comments in the order of their sources; those of a blog are shuffled, since its spam has no dates."""
    found = []
    for path in sorted((corpora / "youtube-spam").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: row["DATE"] or "9")
        found += [Comment("video", path.stem, row["AUTHOR"], row["CONTENT"], row["CLASS"] == "1") for row in rows]
    spam = json.loads((corpora / "blog-spam" / "comments.json").read_text())
    lines = (corpora / "blog-ham" / "approved_comments.jsonl").read_text().splitlines()
    blog = [Comment("blog", "blog", f"spammer {number}", text, True) for number, text in enumerate(spam)]
    blog += [Comment("blog", "blog", one["author"], one["text"], False) for one in map(json.loads, lines)]
    Random(7).shuffle(blog)
    return found + blog


def phases() -> dict[str, Finds]:
    """The phases that judge what is written, with the options that they come with."""
    from broadsheet.comments.phases.content import Links, Manner
    from broadsheet.comments.phases.length import Length

    def found_by(phase: Any) -> Finds:
        return lambda one: phase(SimpleNamespace(name=one.author, text=one.text, website="")) is not None

    return {
        "Length": found_by(Length()),
        "Heaped marks": found_by(Manner()),
        "Capitals, 70 per cent": found_by(Manner(share=70)),
        "Links, more than 1": found_by(Links()),
        "Links, any": found_by(Links(most=0)),
        "The same text again, by the same author": _repeats(),
        "New commenters": _newcomers(),
    }


def _repeats() -> Finds:
    seen: set[tuple[str, str]] = set()

    def finds(one: Comment) -> bool:
        known = (one.author, one.text) in seen
        seen.add((one.author, one.text))
        return known

    return finds


def _newcomers() -> Finds:
    known: set[tuple[str, str]] = set()

    def finds(one: Comment) -> bool:
        new = (one.source, one.author) not in known
        if not one.spam:
            known.add((one.source, one.author))
        return new

    return finds


class Sieve:
    """The sieve with its counts in memory."""

    def __init__(self) -> None:
        from broadsheet.comments.sieve import learning, weighing, words

        self.learning, self.weighing, self.words = learning, weighing, words
        self.counts: dict[str, Any] = {}
        self.total, self.record = weighing.Seen(), weighing.Seen()

    def score(self, text: str) -> float:
        """From 0 to 1."""
        return float(self.weighing.weigh(self.words.features(text), self.counts, self.total).score)

    def holds(self, text: str) -> bool:
        """Whether it would hold the text, if it acted."""
        return self.score(text) >= self.learning.HOLDS

    @property
    def standing(self) -> Any:
        """What it has seen, and how right it was."""
        return self.learning.Standing(self.total, self.record)

    def learn(self, text: str, spam: bool) -> None:
        """As `comments.sieve.learning.learn` does."""
        if self.standing.speaks and self.holds(text):
            self.record = self._one_more(self.record, spam)
        for feature in self.words.features(text):
            self.counts[feature] = self._one_more(self.counts.get(feature, self.weighing.Seen()), spam)
        self.total = self._one_more(self.total, spam)

    def _one_more(self, seen: Any, spam: bool) -> Any:
        return self.weighing.Seen(seen.spam + spam, seen.fair + (not spam))


def trained_elsewhere(all_comments: Iterable[Comment]) -> dict[tuple[str, bool], tuple[int, int]]:
    """Of each group and kind: how many a sieve that learnt from all other groups would hold, and how many there are."""
    rows = list(all_comments)
    found: dict[tuple[str, bool], tuple[int, int]] = {}
    for group in dict.fromkeys(one.group for one in rows):
        sieve = Sieve()
        for one in rows:
            if one.group != group:
                sieve.learn(one.text, one.spam)
        for spam in (True, False):
            texts = [one.text for one in rows if one.group == group and one.spam == spam]
            found[group, spam] = sum(map(sieve.holds, texts)), len(texts)
    return found


def as_in_a_newsroom(rows: Iterable[Comment], sieve: Sieve | None = None) -> dict[str, int]:
    """Going through comments in order: how many were held once the sieve acted, and what it let pass after that."""
    sieve, seen = sieve or Sieve(), Counter[str]()
    for number, one in enumerate(rows, 1):
        if sieve.standing.is_trusted:
            seen.setdefault("acts after", number - 1)
            seen[f"{'spam' if one.spam else 'fair'} {'held' if sieve.holds(one.text) else 'passed'}"] += 1
        sieve.learn(one.text, one.spam)
    names = ("acts after", "spam held", "spam passed", "fair held", "fair passed")
    return {name: seen.get(name, 0) for name in names}


def table(rows: list[Comment]) -> tuple[str, dict[str, Any]]:
    """The tables in words, and all figures."""
    found: dict[str, Counter[tuple[str, bool]]] = {}
    for name, finds in phases().items():
        found[name] = Counter((one.source, one.spam) for one in rows if finds(one))
    elsewhere = trained_elsewhere(rows)
    sums: Counter[tuple[str, bool]] = Counter()
    for (group, spam), (held, _all) in elsewhere.items():
        sums["blog" if group == "blog" else "video", spam] += held
    found["The sieve, trained on all other groups"] = sums
    totals = Counter((one.source, one.spam) for one in rows)
    columns = [("video", True), ("video", False), ("blog", True), ("blog", False)]
    heads = [f"{source} {'spam' if spam else 'honest'} ({totals[source, spam]})" for source, spam in columns]
    lines = [f"| phase | {' | '.join(heads)} |", "|---|" + "---:|" * 4]
    lines += [f"| {name} | {' | '.join(str(counts[one]) for one in columns)} |" for name, counts in found.items()]
    runs = _runs(rows)
    lines += ["", "| the sieve, judging each before learning from it | acts after | spam held | honest held |"]
    lines += ["|---|---:|---:|---:|", *(_run_line(name, run) for name, run in runs.items())]
    groups = {f"{group} {'spam' if spam else 'honest'}": pair for (group, spam), pair in elsewhere.items()}
    figures = {name: {f"{s} {'spam' if k else 'honest'}": c[s, k] for s, k in columns} for name, c in found.items()}
    return "\n".join(lines) + "\n", {"phases": figures, "elsewhere": groups, "newsroom": runs}


def _runs(rows: list[Comment]) -> dict[str, dict[str, int]]:
    videos, blog = ([one for one in rows if one.source == source] for source in ("video", "blog"))
    taught = Sieve()
    runs = {"three videos, one after the other": as_in_a_newsroom(videos, taught), "the blog": as_in_a_newsroom(blog)}
    return {**runs, "the blog, after the videos": as_in_a_newsroom(blog, taught)}


def _run_line(name: str, run: dict[str, int]) -> str:
    spam, fair = run["spam held"] + run["spam passed"], run["fair held"] + run["fair passed"]
    if not spam + fair:
        return f"| {name} | never | – | – |"
    return f"| {name} | {run['acts after']} | {run['spam held']} of {spam} | {run['fair held']} of {fair} |"


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/moderators.md")
    options = parser.parse_args()
    corpora = Path(os.environ.get("BROADSHEET_CORPORA", "../shared/corpora")) / "comments"
    if not corpora.is_dir():
        raise SystemExit(f"There is no {corpora}: say with BROADSHEET_CORPORA where the public comments lie.")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(BROADSHEET_HOME=home, DJANGO_SETTINGS_MODULE="broadsheet.settings")
        import django

        django.setup()
        text, figures = table(comments(corpora))
    print(text)
    if options.write:
        whole = DOCS.read_text(encoding="utf-8")
        inner = re.escape(MARKS[0]) + r".*" + re.escape(MARKS[1])
        DOCS.write_text(re.sub(inner, lambda _: MARKS[0] + text + MARKS[1], whole, flags=re.DOTALL), encoding="utf-8")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
