"""The measure of the phases: nothing is judged by what was learnt from it, and the docs hold the table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench import spam
from bench.spam import Comment, Sieve, as_in_a_newsroom, trained_elsewhere

CORPORA = Path(os.environ.get("BROADSHEET_CORPORA", "../shared/corpora")) / "comments"


def some(group: str, count: int) -> list[Comment]:
    fair = [Comment("video", group, f"a{n}", f"the council voted on budget {n}", False) for n in range(count)]
    return [*fair, *(Comment("video", group, f"s{n}", f"subscribe to my channel {n}", True) for n in range(count))]


def test_a_group_is_judged_by_what_was_learnt_from_the_others() -> None:
    found = trained_elsewhere([*some("one", 5), Comment("video", "two", "x", "zanzibar quixotic", True)])
    assert found["two", True] == (0, 1)
    assert found["one", True] == (0, 5)


def test_in_a_newsroom_each_is_judged_before_it_is_learnt() -> None:
    rows = [one for pair in zip(*[iter(some("one", 80))] * 2, strict=True) for one in pair]
    rows.sort(key=lambda one: int(one.text.split()[-1]))
    run = as_in_a_newsroom(rows)
    assert run["acts after"] >= 2 * 40 + 10
    assert run["spam held"]
    assert not run["fair held"]


def test_a_sieve_that_has_seen_nothing_holds_nothing() -> None:
    assert not Sieve().holds("subscribe")


def test_the_table_in_the_docs_is_what_is_measured() -> None:
    if not CORPORA.is_dir():
        pytest.skip(f"no public comments at {CORPORA}: set BROADSHEET_CORPORA")
    text, figures = spam.table(spam.comments(CORPORA))
    assert text in spam.DOCS.read_text(encoding="utf-8"), "run `python -m bench.spam --write`"
    assert figures["phases"]["New commenters"]["video spam"] > 500
