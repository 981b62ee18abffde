"""Each phase by itself: what it is given, what it finds. No phase here asks the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from broadsheet.comments.models import State
from broadsheet.comments.models.ban import BanKind
from broadsheet.comments.phases.banned import Banned
from broadsheet.comments.phases.content import HeldWords, Links, Manner, RefusedWords
from broadsheet.comments.phases.flood import Flood
from broadsheet.comments.phases.length import Length
from broadsheet.comments.phases.past import Earlier, Known, Standing
from broadsheet.comments.phases.people import Everything, KnownGood, Newcomer, Newsroom
from broadsheet.comments.phases.repeat import Repeat
from broadsheet.comments.phases.sieve import Sieve
from broadsheet.comments.phases.trap import Honeypot, TimeTrap
from broadsheet.comments.phases.verdict import Word
from broadsheet.comments.sieve import learning
from broadsheet.comments.sieve.weighing import Judgement, Seen

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def draft(known: Known | None = None, **fields: Any) -> Any:
    """A draft as phases see it, with nothing behind it."""
    there: dict[str, Any] = {
        "name": "Rosa",
        "text": "A fair opinion.",
        "website": "",
        "trap": "",
        "stamp": "good",
        "age": 60.0,
    }
    there["user"] = None
    story = SimpleNamespace(pk=1)
    return SimpleNamespace(**{**there, "known": known or Known(), "now": NOW, "story": story, "parent": None, **fields})


def earlier(by: BanKind, minutes: float = 1, state: str = State.APPROVED, **fields: Any) -> Earlier:
    values = {"same": False, "story_id": 2, "parent_id": None, "confirmed": False, **fields}
    return Earlier(by, NOW - timedelta(minutes=minutes), state, **values)


def many(count: int, by: BanKind, **fields: Any) -> list[Earlier]:
    return [earlier(by, **fields) for _ in range(count)]


EMAIL, ADDRESS, SUBNET = BanKind.EMAIL, BanKind.ADDRESS, BanKind.SUBNET
PAST = [
    (Flood(), [], ""),
    (Flood(), many(5, ADDRESS), ""),
    (Flood(), many(6, ADDRESS), "flood-address"),
    (Flood(), many(6, ADDRESS, minutes=11), ""),
    (Flood(minutes=60), many(6, ADDRESS, minutes=11), "flood-address"),
    (Flood(), many(19, SUBNET), ""),
    (Flood(), many(20, SUBNET), "flood-subnet"),
    (Flood(), many(40, EMAIL), ""),
    (Repeat(), [earlier(EMAIL, same=True)], "repeat"),
    (Repeat(), [earlier(SUBNET, same=True)], "repeat"),
    (Repeat(), [earlier(EMAIL, same=True, story_id=1)], ""),
    (Repeat(), [earlier(EMAIL, same=True, story_id=1, parent_id=7)], "repeat"),
    (Repeat(), [earlier(EMAIL, same=True, state=State.DELETED)], ""),
    (Repeat(hours=1), [earlier(EMAIL, same=True, minutes=61)], ""),
    (Newcomer(), [], "newcomer"),
    (Newcomer(), many(1, EMAIL), ""),
    (Newcomer(), many(3, EMAIL, state=State.HELD), "newcomer"),
    (Newcomer(), many(3, ADDRESS), "newcomer"),
    (Newcomer(first=3), many(2, EMAIL), "newcomer"),
    (KnownGood(), many(5, EMAIL, confirmed=True), "known"),
    (KnownGood(), many(5, EMAIL), ""),
    (KnownGood(confirmed=False), many(5, EMAIL), "known"),
    (KnownGood(confirmed=False), many(4, EMAIL), ""),
    (KnownGood(confirmed=False), [*many(9, EMAIL), earlier(EMAIL, state=State.SPAM)], ""),
    (KnownGood(confirmed=False), [*many(9, EMAIL), earlier(EMAIL, state=State.REFUSED)], ""),
    (Everything(), [], "all"),
]


@pytest.mark.parametrize(("phase", "before", "code"), PAST)
def test_what_is_known_of_a_person_decides(phase: Any, before: list[Earlier], code: str) -> None:
    found = phase(draft(Known(before)))
    assert (found.code if found else "") == code
    assert not found or found.reason


CONTENT = [
    (Length(), {"text": "x"}, "too-short"),
    (Length(), {"text": "x" * 6_001}, "too-long"),
    (Length(most=200), {"text": "x" * 201}, "too-long"),
    (Length(), {"text": "Fine."}, ""),
    (Honeypot(), {"trap": "x"}, "honeypot"),
    (Honeypot(), {}, ""),
    (TimeTrap(), {"age": 2.9}, "too-fast"),
    (TimeTrap(), {"age": None, "stamp": "none"}, ""),
    (TimeTrap(), {"stamp": "forged"}, "forged-stamp"),
    (TimeTrap(seconds=1), {"age": 2.9}, ""),
    (Links(), {"text": "see http://a.com"}, ""),
    (Links(), {"text": "see http://a.com and www.b.com"}, "links"),
    (Links(), {"text": "see http://a.com", "website": "https://b.com"}, "links"),
    (Links(most=0), {"text": "http://testserver/politics/ http://localhost/x"}, "links"),
    (Links(allowed="a.com\nb.com"), {"text": "http://a.com http://x.b.com http://c.com"}, ""),
    (RefusedWords(words="casino*"), {"text": "Best casinos"}, "word-refused"),
    (RefusedWords(words="casino*"), {"name": "Casino"}, "word-refused"),
    (RefusedWords(), {"text": "Best casinos"}, ""),
    (HeldWords(words="lawyer"), {"text": "My lawyer says"}, "word-held"),
    (Manner(share=70), {"text": "THIS IS ALL WRITTEN IN CAPITALS"}, "capitals"),
    (Manner(), {"text": "THIS IS ALL WRITTEN IN CAPITALS"}, ""),
    (Manner(), {"text": "a" + "\u0300" * 9}, "marks"),
    (Newsroom(), {}, ""),
    (Newsroom(), {"user": object()}, "newsroom"),
    (Manner(), {"name": "a" + "\u0300" * 9}, "marks"),
]


@pytest.mark.parametrize(("phase", "fields", "code"), CONTENT)
def test_what_is_written_decides(phase: Any, fields: dict[str, Any], code: str) -> None:
    found = phase(draft(**fields))
    assert (found.code if found else "") == code
    assert not found or found.reason


def test_reasons_name_what_was_found() -> None:
    assert "a.com, b.com" in Links(most=0)(draft(text="http://a.com http://b.com")).reason
    assert "“casino*”" in HeldWords(words="casino*")(draft(text="casinos")).reason
    assert "2.0 seconds" in TimeTrap()(draft(age=2.0)).reason
    assert "201" in Length(most=200)(draft(text="x" * 201)).reason


def test_a_reader_is_told_what_can_be_mended_and_not_what_helps_a_spammer() -> None:
    assert Length()(draft(text="x")).told
    assert RefusedWords(words="casino")(draft(text="casino")).told
    assert not Honeypot()(draft(trap="x")).told
    assert not Links(most=0)(draft(text="http://a.com")).told


@pytest.mark.parametrize(
    ("bans", "words"),
    [
        ([Standing("email", "insults", None)], "with this e-mail address are not accepted."),
        ([Standing("address", "", NOW + timedelta(days=1))], "internet address are not accepted until"),
        ([Standing("address", "", NOW), Standing("subnet", "", None)], "from this network are not accepted."),
    ],
)
def test_a_ban_is_told_the_longest_first_and_its_inner_reason_is_not(bans: list[Standing], words: str) -> None:
    found = Banned()(draft(Known(bans=bans)))
    assert found.word == Word.REFUSE
    assert found.told
    assert words in found.reason
    assert "insults" not in found.reason
    assert not Banned(told=False)(draft(Known(bans=bans))).told
    assert Banned(then="hold")(draft(Known(bans=bans))).word == Word.HOLD
    assert Banned()(draft()) is None


@pytest.mark.parametrize(
    ("total", "record", "score", "holds"),
    [
        (Seen(40, 40), Seen(10, 0), 0.95, True),
        (Seen(40, 40), Seen(10, 0), 0.85, False),
        (Seen(39, 400), Seen(10, 0), 0.95, False),
        (Seen(40, 40), Seen(9, 0), 0.95, False),
        (Seen(400, 400), Seen(94, 6), 0.95, False),
        (Seen(400, 400), Seen(95, 5), 0.95, True),
    ],
)
def test_the_sieve_holds_once_it_has_seen_enough_and_was_right(
    total: Seen, record: Seen, score: float, holds: bool
) -> None:
    likeness = (learning.Standing(total, record), Judgement(score, [("subscribe", 0.99), ("thanks", 0.1)]))
    found = Sieve()(draft(likeness=likeness))
    assert (found is not None) == holds
    assert not found or "95 per cent" in found.reason
    assert not found or "“subscribe”" in found.reason
    assert not found or "thanks" not in found.reason
