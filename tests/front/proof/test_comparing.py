"""What counts as found, what as a fault, and how long it is waited for."""

from __future__ import annotations

import time

import pytest

from broadsheet.front.proof.comparing import compare, fault
from broadsheet.front.proof.surfaces import Surface
from tests.front.proof.readers import made

SHOWN = Surface("Front", "/", ("/politics/bridge/",), ("Bridge opens",), dated=True)


def test_words_are_found_whatever_space_and_tags_lie_between_them():
    assert not fault(SHOWN, made('<a href="/politics/bridge/">Bridge\u00a0\n <mark>opens</mark></a>'))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (made("<a href='/politics/other/'>Bridge opens</a>"), "expected /politics/bridge/, which is not there"),
        (made("<a href='/politics/bridge/'>Bridge shut</a>"), "expected the words “Bridge opens”"),
        (made("gone", status=500), "found status 500"),
        (made("<a href='/politics/bridge/'>Bridge opens</a>", number=4), "pressed before it"),
    ],
)
def test_what_is_missing_is_named(found, said):
    assert said in fault(SHOWN, found, number=5)


def test_a_page_that_knows_the_change_or_tells_no_number_is_fresh():
    for number in (5, 9, -1):
        assert not fault(SHOWN, made("<a href='/politics/bridge/'>Bridge opens</a>", number=number), number=5)


def test_what_should_be_gone_may_be_a_page_without_it_or_no_page():
    gone = Surface("Front", "/", ("/politics/bridge/",), gone=True)
    assert not fault(gone, made("nothing"))
    assert not fault(gone, made("/politics/bridge/", status=404))
    assert "expected it gone" in fault(gone, made("<a href='/politics/bridge/'>"))


def test_a_story_that_was_taken_down_has_no_page():
    story = Surface("The story", "/politics/bridge/", gone=True, missing=True)
    assert not fault(story, made(status=404))
    assert not fault(story, made(status=410))
    assert "expected no page" in fault(story, made("anything"))


def test_an_old_address_leads_to_the_new_and_nowhere_else():
    old = Surface("Old", "/old/", leads_to="/new/")
    assert not fault(old, made(status=301, location="/new/"))
    for found in (made("page"), made(status=301, location="/other/"), made(status=302, location="/new/")):
        assert "expected a redirect to /new/" in fault(old, found)


def test_a_place_is_asked_again_until_it_is_right(monkeypatch):
    monkeypatch.setattr("broadsheet.front.proof.comparing.PAUSE", 0)
    answers = [made("not yet"), made("not yet"), made("<a href='/politics/bridge/'>Bridge opens</a>")]
    (line,) = compare([SHOWN], lambda path: answers.pop(0), time.time() - 2, 0)
    assert not line.fault
    assert line.ms >= 2000
    assert not answers


def test_a_place_that_stays_wrong_is_red_and_the_next_is_told_all_the_same(monkeypatch):
    monkeypatch.setattr("broadsheet.front.proof.comparing.PAUSE", 0)
    wrong = Surface("Front", "/", ("/bridge/",), patience=0)
    right = Surface("Topic", "/topics/a/", ("topic",), patience=0)
    lines = list(compare([wrong, right], lambda path: made("a topic"), time.time() + 60, 0))
    assert [bool(line.fault) for line in lines] == [True, False]
    assert lines[1].ms == 0  # a clock that was put back makes no time negative
