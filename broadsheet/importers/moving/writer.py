"""The one writer of all moves: records become stories, in portions that are whole or not there.

Each portion is one transaction: stories, their replies, the search index, the ledger, the mark of how far it came, and
the bump. Ids are given before (`ledger.plan`), and nothing that is written depends on chance or on the clock; so a run
that was killed and taken up again leaves the same rows as one that was not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from broadsheet.articles import tags
from broadsheet.articles.models import Byline, Correction, Section, Story, StoryTopic
from broadsheet.comments import counting
from broadsheet.comments import tags as reply_tags
from broadsheet.comments.models import Reply
from broadsheet.comments.models.count import ReplyCount
from broadsheet.edge.tags import bump
from broadsheet.importers.models import Move, Moved
from broadsheet.importers.moving import ledger
from broadsheet.importers.moving.answers import Replies, counts
from broadsheet.importers.moving.places import Places
from broadsheet.importers.moving.records import Record, Sketch, State
from broadsheet.importers.moving.rows import Row, index, insert, reserve
from broadsheet.importers.moving.stories import Ready, Rows, bring_up_to_date, hash_of, ready, schedule, slug_of


@dataclass
class Writer:
    """Writes the stories of one source; pages are gathered for `pages`, which come last."""

    move: Move
    places: Places
    replies: Replies
    choices: str
    """A hash of the mapping and of what pictures are here: another one makes all be read anew."""
    outcomes: Counter[str] = field(default_factory=Counter)
    edited: list[str] = field(default_factory=list)
    pages: list[Sketch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rows = Rows(self.places, self.move.source)

    def write(self, sketches: Iterator[Sketch], skip: int = 0, said: Callable[[int], None] = lambda done: None) -> None:
        """Write all; `skip` of them were done by a run before this one. `said` is told how many are done."""
        done = 0
        for portion in ledger.portions(sketches):
            done += len(portion)
            if done > skip:
                self._portion(portion, done)
            else:
                self.pages += [sketch for sketch in portion if sketch.kind == "page"]
            said(done)

    def read(self, sketch: Sketch) -> str:
        """What the ledger keeps of what was read: the thing itself and the choices under which it was read."""
        return ledger.digest(sketch.hash, self.choices)

    def _portion(self, portion: list[Sketch], done: int) -> None:
        known = ledger.rows_of(self.move, [(sketch.kind, sketch.key) for sketch in portion])
        self.pages += [sketch for sketch in portion if sketch.kind == "page"]
        stories = [(sketch, known[sketch.kind, sketch.key]) for sketch in portion if sketch.kind == "story"]
        changed = [(sketch, row) for sketch, row in stories if row.read != self.read(sketch)]
        self.outcomes["unchanged"] += len(stories) - len(changed)
        made = [(row, self._made(sketch, row)) for sketch, row in changed]
        new: list[tuple[Moved, Ready]] = []
        old: list[tuple[Moved, Ready]] = []
        for row, one in made:
            (old if row.written else new).append((row, one))
        with transaction.atomic():
            self._new(new)
            for row, one in old:
                self._update(row, one)
            ledger.mark(row for row, _ in made)
            Move.objects.filter(pk=self.move.pk).update(position=done)
            if made:
                bump(tags.PAPER)  # rows written in bulk send no signals

    def _made(self, sketch: Sketch, row: Moved) -> Ready:
        record = sketch.make()
        row.read = self.read(sketch)
        return ready(record, self.places, f"{self.move.source}:{record.key}")

    # --- New stories -------------------------------------------------------------------------------------------------

    def _new(self, made: list[tuple[Moved, Ready]]) -> None:
        slugs = _free_slugs(made)
        steps = _Steps()
        rows: dict[Any, list[Row]] = {Page: [], Story: [], Byline: [], StoryTopic: [], Correction: []}
        for (row, one), slug in zip(made, slugs, strict=True):
            assert row.target is not None
            if slug != slug_of(one.record, one.title):
                one.record.notes.append(f"another story has its address: it is at …/{slug}/")
            for model, more in self._rows.of(row.target, slug, steps.next(one.section), one).items():
                rows[model] += more
            row.written = one.hash(one.section.pk)
        for model, many in rows.items():
            insert(model, many)
        steps.finish()
        index(Story, [(str(row.target), one.title, one.words) for row, one in made])
        self._answers(made)
        self._schedule(made)
        for row, one in made:
            row.notes = one.record.notes
        self.outcomes["new"] += len(made)

    def _schedule(self, made: list[tuple[Moved, Ready]]) -> None:
        now = timezone.now()
        for row, one in made:
            at = one.record.published_at
            if one.record.state != State.SCHEDULED or at is None or row.target is None:
                continue
            if at > now and one.first_text:
                schedule(row.target, at)
            else:
                why = "its time is past" if at <= now else "it has no text"
                one.record.notes.append(f"was scheduled, but {why}: a draft")

    def _answers(self, made: list[tuple[Moved, Ready]]) -> None:
        total = sum(len(one.record.answers) for _, one in made)
        ids = iter(reserve(Reply, total)) if total else iter(())
        rows: list[Row] = []
        for row, one in made:
            assert row.target is not None
            rows += self.replies.of(row.target, one.record, {}, lambda: next(ids))
        insert(Reply, rows)
        insert(ReplyCount, counts(rows))
        if rows:
            bump(reply_tags.REPLIES)

    # --- Known stories -----------------------------------------------------------------------------------------------

    def _update(self, row: Moved, one: Ready) -> None:
        story = Story.objects.filter(pk=row.target).first()
        if story is None:
            self.outcomes["deleted here"] += 1
            row.notes = ["deleted here since it was imported: left so"]
            return
        wanted = one.hash(story.section_id or 0)
        if hash_of(story) != row.written or story.latest_revision_id is not None:
            self.outcomes["edited here"] += 1
            self.edited.append(row.key)
            one.record.notes.append("edited here since it was imported: the newer text of the export was not taken")
        elif wanted != row.written:
            bring_up_to_date(story, one)
            row.written = wanted
            self.outcomes["updated"] += 1
        else:
            self.outcomes["unchanged"] += 1
        self._more_answers(story, one.record)
        row.notes = one.record.notes

    def _more_answers(self, story: Story, record: Record) -> None:
        """Replies that are new; those that are here stay as moderators left them."""
        tokens = [self.replies.token(record, answer) for answer in record.answers]
        known = {
            token: (pk, path, depth, root)
            for token, pk, path, depth, root in Reply.objects.filter(story=story.pk, token__in=tokens).values_list(
                "token", "pk", "path", "depth", "root_id"
            )
        }
        fresh = iter(reserve(Reply, len(tokens))) if len(known) < len(tokens) else iter(())
        rows = self.replies.of(story.pk, record, known, lambda: next(fresh))
        insert(Reply, rows)
        for row in rows:
            counting.moved(story.pk, "", row["state"])
        if rows:
            bump(reply_tags.replies(story.pk), reply_tags.REPLIES)


class _Steps:
    """Places among the children of sections, counted on from the last."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        self._new: Counter[int] = Counter()

    def next(self, section: Section) -> int:
        if section.pk not in self._last:
            # Asked of the table: treebeard trusts the number of children that the section had when it was read.
            last = Page.objects.filter(path__startswith=section.path, depth=section.depth + 1).order_by("path").last()
            self._last[section.pk] = Page._str2int(last.path[-Page.steplen :]) if last else 0
        self._last[section.pk] += 1
        self._new[section.pk] += 1
        return self._last[section.pk]

    def finish(self) -> None:
        for pk, count in self._new.items():
            Page.objects.filter(pk=pk).update(numchild=F("numchild") + count)


def _free_slugs(made: list[tuple[Moved, Ready]]) -> list[str]:
    """A slug for each that no other child of its section has: the wanted one, else with a number."""
    wanted = [(one.section.url_path, slug_of(one.record, one.title)) for _, one in made]
    asked = [f"{section}{slug}/" for section, slug in wanted]
    taken = set(Page.objects.filter(url_path__in=asked).values_list("url_path", flat=True))
    found = []
    for section, slug in wanted:
        number, free = 2, slug
        while f"{section}{free}/" in taken or (
            free != slug and Page.objects.filter(url_path=f"{section}{free}/").exists()
        ):
            free, number = f"{slug}-{number}", number + 1
        taken.add(f"{section}{free}/")
        found.append(free)
    return found
