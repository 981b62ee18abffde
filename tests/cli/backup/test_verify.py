"""What a backup says of itself is held beside what comes out of it."""

from __future__ import annotations

import pytest

from broadsheet.cli.backup.verify import compare
from broadsheet.cli.errors import Failed


def test_what_agrees_is_let_pass() -> None:
    compare({"story": 3}, {"story": 3}, "table")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"story": 2}, "1 of 1 tables differ: table story was 3 and is 2"),
        ({}, "table story was 3 and is 'not there'"),
        ({"story": 3, "author": 1}, "table author was 'not there' and is 1"),
    ],
)
def test_what_differs_is_named(found: dict[str, int], said: str) -> None:
    with pytest.raises(Failed, match=said):
        compare({"story": 3}, found, "table")
