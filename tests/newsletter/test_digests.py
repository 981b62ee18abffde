"""Letters that make themselves."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from broadsheet.accounts.roles import Role, found_roles
from broadsheet.newsletter import digests, sending
from broadsheet.newsletter.models import Digest, Letter, LetterState, MailingList
from tests import world
from tests.articles.newsroom import person
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


@pytest.fixture
def daily(settings) -> MailingList:
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    world.paper("Politics", "Sports")
    found_roles()
    person(Role.EDITOR)
    person(Role.REPORTER)
    mailing_list = MailingList.objects.get()
    mailing.readers(1, mailing_list)
    return mailing_list


def digest(mailing_list: MailingList, **fields: object) -> Digest:
    """One whose time has come."""
    made = Digest.objects.create(**{"mailing_list": mailing_list, "at": time(6), "needs_approval": False, **fields})
    Digest.objects.filter(pk=made.pk).update(next_at=timezone.now() - timedelta(minutes=1))
    return made


def due_again() -> None:
    Digest.objects.update(next_at=timezone.now() - timedelta(minutes=1))


def stories(letter: Letter) -> list[str]:
    return [row.story.title for row in letter.letter_stories.select_related("story").order_by("sort_order")]


def test_it_comes_at_its_time_on_its_days_whatever_clocks_do(daily: MailingList, settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    every = Digest(mailing_list=daily, at=time(6))
    assert every.next_after(datetime(2026, 3, 28, 5, tzinfo=UTC)) == datetime(2026, 3, 29, 4, tzinfo=UTC)
    friday = Digest(mailing_list=daily, at=time(2, 30), rhythm="4")
    assert friday.next_after(datetime(2026, 3, 27, 1, 30, tzinfo=UTC)) == datetime(2026, 4, 3, 0, 30, tzinfo=UTC)
    skipped = Digest(mailing_list=daily, at=time(2, 30))
    assert skipped.next_after(datetime(2026, 3, 28, 23, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    workdays = Digest(mailing_list=daily, at=time(6), rhythm="workdays")
    assert workdays.next_after(datetime(2026, 3, 27, 5, tzinfo=UTC)) == datetime(2026, 3, 30, 4, tzinfo=UTC)
    workdays.save()
    first = workdays.next_at
    workdays.most = 3
    workdays.save()
    assert workdays.next_at == first
    workdays.is_on = False
    workdays.save()
    assert workdays.next_at is None


def test_it_brings_what_is_new_in_its_section_once_and_goes_by_itself(daily: MailingList) -> None:
    world.story(world.section("Sports"), "A goal", at=timezone.now() - timedelta(hours=1))
    world.story(world.section("Politics"), "A vote")
    one = digest(daily, section=world.section("Politics"))
    assert (digests.make_due(timezone.now()), digests.make_due(timezone.now())) == (1, 0)
    letter = Letter.objects.get()
    assert (letter.subject, stories(letter), letter.state) == ("A vote", ["A vote"], LetterState.DRAFT)
    assert digests.begin_due() == 1
    letter.refresh_from_db()
    assert (letter.state, "A vote" in letter.html) == (LetterState.FREEZING, True)
    due_again()
    assert digests.make_due(timezone.now()) == 0
    one.refresh_from_db()
    assert "Nothing was new" in one.said
    assert one.next_at is not None
    assert one.next_at > timezone.now()
    world.story(world.section("Politics"), "Another vote")
    due_again()
    digests.make_due(timezone.now())
    assert stories(Letter.objects.latest("pk")) == ["Another vote"]
    world.story(world.section("Sports"), "A second goal")
    digest(daily, section=world.section("Sports"))
    digests.make_due(timezone.now())
    assert stories(Letter.objects.latest("pk")) == ["A second goal", "A goal"]


def test_what_editors_put_up_comes_first(daily: MailingList) -> None:
    politics = world.section("Politics")
    top = world.story(politics, "Put up")
    world.story(politics, "Newer")
    politics.layout = [("lead", {"story": top})]
    politics.save()
    digest(daily, section=politics, most=2)
    digests.make_due(timezone.now())
    assert stories(Letter.objects.get()) == ["Put up", "Newer"]


def test_one_that_needs_approval_waits_and_the_next_has_its_stories_too(daily: MailingList) -> None:
    world.story(world.section("Politics"), "A vote")
    digest(daily, needs_approval=True, subject="Today")
    digests.make_due(timezone.now())
    assert digests.begin_due() == 0
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["editor@example.org"], "A letter waits for your approval")
    ]
    waiting = Letter.objects.get()
    assert f"/desk/letters/{waiting.pk}/" in mail.outbox[0].body
    world.story(world.section("Sports"), "A goal")
    due_again()
    digests.make_due(timezone.now())
    waiting.refresh_from_db()
    assert waiting.state == LetterState.CANCELLED
    assert stories(Letter.objects.latest("pk")) == ["A goal", "A vote"]


def test_one_that_a_check_stops_stays_a_draft_and_editors_hear_of_it(daily: MailingList) -> None:
    world.story(world.section("Politics"), "A vote")
    one = digest(daily)
    daily.subscriptions.update(is_on=False)
    digests.make_due(timezone.now())
    assert (digests.begin_due(), digests.begin_due()) == (0, 0)
    assert Letter.objects.get().state == LetterState.DRAFT
    one.refresh_from_db()
    assert "Nobody is on this list" in one.said
    assert [one.subject for one in mail.outbox] == ["A letter was not sent"]


@pytest.mark.django_db(transaction=True)
def test_the_process_that_sends_begins_it_and_breaking_news_overtakes(
    daily: MailingList, tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BEAT_SECONDS", 0.05)
    mailing.readers(40, daily, "slow")
    world.story(world.section("Politics"), "A vote")
    digest(daily)
    digests.make_due(timezone.now())
    urgent = MailingList.objects.create(name="Breaking", slug="breaking", is_breaking=True)
    mailing.readers(1, urgent, "urgent")
    took = tmp_path / "took"
    begun: list[int] = []

    def stopping() -> bool:
        if took.exists() and len(took.read_text().splitlines()) > 3 and not begun:
            begun.append(mailing.frozen(urgent, subject="Now").pk)
        return False

    with mailing.sink(took) as address:
        settings.LETTER_SERVERS = [address.replace("rate=0", "rate=20").replace("connections=3", "connections=1")]
        sending.run(tmp_path, stopping)
    lines = [line.split()[1] for line in took.read_text().splitlines()]
    assert len(lines) == 42
    assert lines.index("urgent0@example.org") < 41
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
