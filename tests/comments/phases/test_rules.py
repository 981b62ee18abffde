"""The pipeline as it is stored: order, what is off, options, and what later versions bring."""

from __future__ import annotations

import pytest

from broadsheet.comments.phases.content import Links
from broadsheet.comments.phases.rules import ALL, phases_of, rules_of, stored


def names(rules: list[dict]) -> list[str]:
    return [rule.kind.name for rule in rules_of(rules)]


def test_nothing_stored_is_every_phase_with_its_defaults() -> None:
    assert names([]) == [kind.name for kind in ALL]
    assert Links() in phases_of([])
    assert "all" not in [phase.name for phase in phases_of([])]


def test_order_and_options_are_as_stored() -> None:
    rules: list[dict] = [{"phase": "links", "options": {"most": 7, "then": "refuse"}}, {"phase": "honeypot"}]
    assert names(rules).index("links") < names(rules).index("honeypot")
    assert Links(most=7, then="refuse") in phases_of(rules)


def test_what_is_stored_of_rules_makes_the_same_rules() -> None:
    rules = rules_of([{"phase": "sieve", "on": False}, {"phase": "links", "options": {"allowed": "a.com"}}])
    assert rules_of(stored(rules)) == rules


def test_a_phase_that_came_with_a_later_version_stands_behind_what_it_follows_by_default() -> None:
    order = names([{"phase": kind.name} for kind in ALL if kind.name != "links"])
    assert order == [kind.name for kind in ALL]


def test_a_phase_that_is_off_does_not_work_unless_it_always_must() -> None:
    off = [{"phase": kind.name, "on": False} for kind in ALL]
    assert [phase.name for phase in phases_of(off)] == ["closed", "length"]


@pytest.mark.parametrize(
    "rules",
    [
        [{"phase": "of another version"}],
        [{}],
        [{"phase": "links", "options": {"most": "many", "then": "burn", "unknown": 1}}],
        [{"phase": "links", "options": "none"}],
        [{"phase": "links", "options": {"most": -1}}],
    ],
)
def test_what_is_no_longer_known_or_allowed_falls_back_to_the_default(rules: list[dict]) -> None:
    assert Links() in phases_of(rules)
