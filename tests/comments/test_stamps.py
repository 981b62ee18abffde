"""Stamps of when somebody began to write."""

from __future__ import annotations

import time

import pytest

from broadsheet.comments.stamps import DAY, read, stamp


def test_a_stamp_tells_its_age(monkeypatch: pytest.MonkeyPatch) -> None:
    made, now = stamp(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60)
    state, age = read(made)
    assert state == "good"
    assert age == pytest.approx(60, abs=1)
    monkeypatch.setattr(time, "time", lambda: now + DAY + 60)
    assert read(made) == ("old", None)


@pytest.mark.parametrize(("text", "state"), [("", "none"), ("1.0:abc", "forged"), ("x" * 10_000, "forged")])
def test_what_is_no_stamp_of_ours_is_none(text: str, state: str) -> None:
    assert read(text) == (state, None)
