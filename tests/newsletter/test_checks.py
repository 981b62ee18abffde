"""What is looked at before a letter goes out."""

from __future__ import annotations

import pytest

from broadsheet.newsletter import dead_links
from broadsheet.newsletter.checks import before_sending, findings
from broadsheet.newsletter.models import MailingList
from broadsheet.newsletter.rendering import Words, render
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


def test_what_is_wrong_with_a_letter_is_found() -> None:
    world.paper("Politics")
    daily = MailingList.objects.get()
    once = world.story(world.section("Politics"), "Once")
    draft = world.story(world.section("Politics"), "Draft", live=False)
    letter = mailing.letter(daily, once, once, draft)
    words = [one.words for one in findings(letter, Words("x" * 110_000, ""))]
    assert [one.split("”")[0] for one in words[:2]] == ["“Once", "“Draft"]
    assert "107 KB" in words[2]
    assert words[3] == "Nobody is on this list yet."
    assert "Draft" not in render(letter).html + render(letter).text
    mailing.readers(1, daily)
    assert [one.words for one in findings(mailing.letter(daily, intro=" "), Words("", ""))] == ["The letter is empty."]
    assert not list(findings(mailing.letter(daily, once), render(letter)))


def test_a_link_that_leads_nowhere_stops_a_letter_and_one_that_nobody_knows_of_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = {"https://a.example/gone?x=1&y=2": 410, "https://a.example/busy": 503, "https://a.example/there": 200}
    monkeypatch.setattr(dead_links, "_status", answers.__getitem__)
    world.paper()
    mailing.readers(1, MailingList.objects.get())
    letter = mailing.letter(MailingList.objects.get(), intro="See " + " and ".join(answers) + ".")
    found = [(one.words, one.stops) for one in before_sending(letter, render(letter))]
    assert found == [
        ("https://a.example/gone?x=1&y=2 leads nowhere (410).", True),
        ("https://a.example/busy could not be checked (503).", False),
    ]
    assert 'href="https://a.example/there"' in render(letter).html
