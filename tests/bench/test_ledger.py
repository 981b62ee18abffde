"""The ledger of a trial finds what was not so, and only that."""

from __future__ import annotations

import pytest

from bench.trials.ledger import Ledger, Seen, State


@pytest.fixture
def ledger() -> Ledger:
    """Story 1 in the harbour: edit 0 since 10, edit 1 begun at 20 and committed at 21; taken down from 30 to 31."""
    ledger = Ledger()
    ledger.commit(1, State("harbour", 0), 10)
    for edit, section, begun in ((1, "harbour", 20), (1, "", 30)):
        ledger.begin(1, State(section, edit), begun)
        ledger.commit(1, State(section, edit), begun + 1)
    return ledger


def seen(begun: float, ended: float, *tokens: tuple[int, int], url: str = "/", status: int = 200) -> Seen:
    return Seen(url, begun, ended, status, frozenset(tokens))


@pytest.mark.parametrize(
    ("begun", "ended", "edit", "is_fine"),
    [
        (11, 12, 0, True),
        (11, 12, 1, False),  # not yet begun
        (19, 20.5, 0, True),
        (19, 20.5, 1, True),
        (20.5, 25, 0, True),  # asked before the commit
        (21.5, 22, 0, False),  # asked after it: stale
        (21.5, 22, 1, True),
        (31.5, 32, 1, False),  # taken down
    ],
)
def test_an_answer_may_show_what_was_so_while_it_was_made(
    ledger: Ledger, begun: float, ended: float, edit: int, is_fine: bool
) -> None:
    assert (not list(ledger.faults(seen(begun, ended, (1, edit))))) is is_fine


def test_two_editions_of_one_story_on_one_page_are_a_fault(ledger: Ledger) -> None:
    assert list(ledger.faults(seen(20.2, 20.8, (1, 0), (1, 1))))


def test_a_list_without_its_story_is_a_fault(ledger: Ledger) -> None:
    assert list(ledger.faults(seen(11, 12), "harbour"))
    assert not list(ledger.faults(seen(11, 12), "market"))
    assert not list(ledger.faults(seen(30.5, 30.6), "harbour"))


@pytest.mark.parametrize(
    ("path", "begun", "status", "is_fine"),
    [
        ("/harbour/trial-1/", 11, 200, True),
        ("/harbour/trial-1/", 11, 410, False),
        ("/market/trial-1/", 11, 200, False),
        ("/harbour/trial-1/", 32, 410, True),
        ("/harbour/trial-1/", 32, 200, False),
    ],
)
def test_the_status_is_that_of_the_story(ledger: Ledger, path: str, begun: float, status: int, is_fine: bool) -> None:
    assert (not list(ledger.faults(seen(begun, begun, url=path, status=status)))) is is_fine


def test_an_edit_whose_end_nobody_heard_of_may_or_may_not_be_so(ledger: Ledger) -> None:
    ledger.begin(1, State("market", 2), 40)
    assert not list(ledger.faults(seen(50, 51, (1, 2))))
    assert not list(ledger.faults(seen(50, 51)))
    ledger.commit(1, State("market", 2), 60)
    assert list(ledger.faults(seen(61, 62), "market"))
