"""Lists as CSV."""

from __future__ import annotations

from io import StringIO

import pytest

from broadsheet.newsletter import subscribing
from broadsheet.newsletter.listing import ListError, bring_in, take_along
from broadsheet.newsletter.models import Ending, MailingList, Refusal, Source, Subscriber
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db
HEAD = "email,consented_at,source\n"


@pytest.fixture
def daily() -> MailingList:
    world.paper()
    return MailingList.objects.get()


def test_each_line_is_taken_with_its_consent_or_told_what_is_wrong(daily: MailingList) -> None:
    left, _stays = mailing.readers(2, daily)
    subscribing.end(left.pk, [daily.pk], Ending.PAGE)
    mailing.readers(1, MailingList.objects.create(name="O", slug="o"), "bad", refusal=Refusal.COMPLAINED)
    lines = [
        "Ada@example.org,2024-05-31,street fair",
        "ada@example.org,2024-06-01,again",
        "reader0@example.org,2024-05-31,old file",
        "reader1@example.org,2024-05-31,old file",
        "bad0@example.org,2024-05-31,old file",
        "nobody@,2024-05-31,x",
        "b@example.org,,x",
        "c@example.org,2999-01-01,x",
        "d@example.org,2024-13-45,x",
        "e@example.org,2024-05-31,",
    ]
    text = HEAD + "\n".join(lines)
    dry = bring_in(StringIO(text), daily, dry=True)
    assert not Subscriber.objects.of("ada@example.org").exists()
    report = bring_in(StringIO(text), daily)
    assert dry == report
    assert dict(report.counts) == {
        "new": 1,
        "twice in the file": 1,
        "has left": 1,
        "there already": 1,
        "gets no letters": 1,
        "wrong": 5,
    }
    assert [number for number, _ in report.wrong] == [7, 8, 9, 10, 11]
    assert not any("@" in words for _, words in report.wrong)
    taken = Subscriber.objects.of("ada@example.org").get().subscriptions.get()
    assert (taken.source, taken.source_note, taken.since.year) == (Source.IMPORT, "street fair", 2024)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "email,source\nx,y\n"])
def test_a_file_without_the_columns_is_refused(daily: MailingList, text: str) -> None:
    with pytest.raises(ListError, match="Line 1 lacks"):
        bring_in(StringIO(text), daily)


def test_what_goes_out_comes_in_again(daily: MailingList) -> None:
    mailing.readers(3, daily)
    out = StringIO()
    assert take_along(out, daily) == 3
    other = MailingList.objects.create(name="O", slug="o")
    assert bring_in(StringIO(out.getvalue()), other).counts == {"new": 3}
